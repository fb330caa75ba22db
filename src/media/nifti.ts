import { type VoxelType, type VoxelVolume, voxelVolume } from './voxel-volume.ts';

/** NIfTI data type codes of single numbers. */
const voxelTypes: ReadonlyMap<number, VoxelType> = new Map([
  [2, 'uint8'],
  [4, 'int16'],
  [8, 'int32'],
  [16, 'float32'],
  [64, 'float64'],
  [256, 'int8'],
  [512, 'uint16'],
  [768, 'uint32'],
]);

/**
 * Opens a .nii or .nii.gz file.
 *
 * @throws {Error} if it is no NIfTI file, is cut off, or holds colours or complex numbers.
 */
export async function openNifti(bytes: Uint8Array): Promise<VoxelVolume> {
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
  return voxelVolume({
    dimensions: header.dims.slice(1, 1 + header.dims[0]!),
    type,
    view: new DataView(nifti.readImage(header, buffer)),
    littleEndian: header.littleEndian,
    slope: header.scl_slope || 1,
    intercept: header.scl_inter || 0,
  });
}
