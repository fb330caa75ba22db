import type { NIFTI1, NIFTI2 } from 'nifti-reader-js';

/** Reads voxel number `i` of a data view as stored. */
type VoxelReader = (view: DataView, byte: number, littleEndian: boolean) => number;

/** NIfTI data type codes of single numbers, with their size in bytes. */
const voxelTypes: ReadonlyMap<number, readonly [number, VoxelReader]> = new Map([
  [2, [1, (view, byte) => view.getUint8(byte)]],
  [4, [2, (view, byte, little) => view.getInt16(byte, little)]],
  [8, [4, (view, byte, little) => view.getInt32(byte, little)]],
  [16, [4, (view, byte, little) => view.getFloat32(byte, little)]],
  [64, [8, (view, byte, little) => view.getFloat64(byte, little)]],
  [256, [1, (view, byte) => view.getInt8(byte)]],
  [512, [2, (view, byte, little) => view.getUint16(byte, little)]],
  [768, [4, (view, byte, little) => view.getUint32(byte, little)]],
]);

const integerTypes: ReadonlyMap<number, { bits: number; signed: boolean }> = new Map([
  [2, { bits: 8, signed: false }],
  [4, { bits: 16, signed: true }],
  [8, { bits: 32, signed: true }],
  [256, { bits: 8, signed: true }],
  [512, { bits: 16, signed: false }],
  [768, { bits: 32, signed: false }],
]);

/** A volume's first three axes, its voxels and how to read them. */
export interface NiftiVolume {
  readonly dimensions: readonly number[];
  readonly voxelCount: number;
  /** What integers the voxels are; undefined for floats, and where slope or intercept apply. */
  readonly integer: { readonly bits: number; readonly signed: boolean } | undefined;
  /** The voxel's value after the header's slope and intercept. */
  voxel(index: number): number;
}

/**
 * Opens a .nii or .nii.gz file.
 *
 * @throws {Error} if it is no NIfTI file, is cut off, or holds colours or complex numbers.
 */
export async function openNifti(bytes: Uint8Array): Promise<NiftiVolume> {
  const nifti = await import('nifti-reader-js');
  let buffer = bytes.buffer.slice(
    bytes.byteOffset,
    bytes.byteOffset + bytes.byteLength,
  ) as ArrayBuffer;
  if (nifti.isCompressed(buffer)) buffer = nifti.decompress(buffer) as ArrayBuffer;
  if (!nifti.isNIFTI(buffer)) throw new Error('not a NIfTI file');
  const header = nifti.readHeader(buffer);
  const type = voxelTypes.get(header.datatypeCode);
  if (type === undefined)
    throw new Error(`NIfTI data type ${header.datatypeCode} is not supported`);
  return volumeOf(header, new DataView(nifti.readImage(header, buffer)), type);
}

function volumeOf(
  header: NIFTI1 | NIFTI2,
  view: DataView,
  [size, read]: readonly [number, VoxelReader],
): NiftiVolume {
  const dimensions = header.dims.slice(1, 1 + header.dims[0]!);
  const voxelCount = dimensions.reduce((product, length) => product * length, 1);
  if (view.byteLength < voxelCount * size) throw new Error('the NIfTI file is cut off');
  const slope = header.scl_slope || 1;
  const intercept = header.scl_inter || 0;
  const stored = slope === 1 && intercept === 0 ? integerTypes.get(header.datatypeCode) : undefined;
  return {
    dimensions,
    integer: stored,
    voxelCount,
    voxel: (index) => read(view, index * size, header.littleEndian) * slope + intercept,
  };
}
