import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as nifti from 'nifti-reader-js';

/** A grey picture or slice; rows from top to bottom, values as the file stores them. */
export interface GreyPicture {
  readonly width: number;
  readonly height: number;
  readonly values: Float64Array;
}

/** A volume; x runs fastest, then y, then z. */
export interface Volume {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly values: Float64Array;
}

/** Everything that the demo's pictures are cut from. */
export interface Sources {
  /** Paths, for sharp to open. */
  readonly retina: string;
  readonly microaneurysms: string;
  readonly histology: string;
  readonly ct: GreyPicture;
  readonly mr: GreyPicture;
  readonly brain: Volume;
}

/**
 * Opens the source files in a `dist-packages` folder unpacked from the Debian packages.
 *
 * @param folder Holds `skimage`, `pydicom` and `nibabel`.
 */
export async function openSources(folder: string): Promise<Sources> {
  const scikit = join(folder, 'skimage', 'data');
  const dicom = join(folder, 'pydicom', 'data', 'test_files');
  return {
    retina: join(scikit, 'retina.jpg'),
    microaneurysms: join(scikit, 'microaneurysms.png'),
    histology: join(scikit, 'ihc.png'),
    ct: readDicom(await readFile(join(dicom, 'CT_small.dcm'))),
    mr: readDicom(await readFile(join(dicom, 'MR_small.dcm'))),
    brain: readVolume(await readFile(join(folder, 'nibabel/tests/data/anatomical.nii'))),
  };
}

const longValueTypes = new Set(['OB', 'OW', 'OF', 'SQ', 'UT', 'UN']);
const rowsTag = 0x00280010;
const columnsTag = 0x00280011;
const pixelDataTag = 0x7fe00010;

/** Pixels of an uncompressed 16-bit DICOM file in explicit little endian without sequences before them. */
function readDicom(bytes: Buffer): GreyPicture {
  let [width, height] = [0, 0];
  let offset = 132;
  while (offset < bytes.length) {
    const tag = bytes.readUInt16LE(offset) * 0x10000 + bytes.readUInt16LE(offset + 2);
    const isLong = longValueTypes.has(bytes.toString('latin1', offset + 4, offset + 6));
    const length = isLong ? bytes.readUInt32LE(offset + 8) : bytes.readUInt16LE(offset + 6);
    const start = offset + (isLong ? 12 : 8);
    if (tag === rowsTag) height = bytes.readUInt16LE(start);
    if (tag === columnsTag) width = bytes.readUInt16LE(start);
    if (tag === pixelDataTag) {
      const values = Float64Array.from({ length: width * height }, (_, index) =>
        bytes.readInt16LE(start + 2 * index),
      );
      return { width, height, values };
    }
    offset = start + length;
  }
  throw new Error('the DICOM file has no pixel data where this small reader looks for it');
}

function readVolume(bytes: Buffer): Volume {
  const file = new Uint8Array(bytes).buffer;
  const header = nifti.readHeader(file);
  if (!header) throw new Error('not a NIfTI file');
  const [, width = 0, height = 0, depth = 0] = header.dims;
  const voxels = new DataView(nifti.readImage(header, file) as ArrayBuffer);
  const values = Float64Array.from({ length: width * height * depth }, (_, index) =>
    voxels.getInt16(2 * index, header.littleEndian),
  );
  return { width, height, depth, values };
}

/** The three planes through a volume. */
export type Plane = 'axial' | 'coronal' | 'sagittal';

/** One slice, upright: superior on top, in axial slices anterior on top. */
export function sliceOf(volume: Volume, plane: Plane, index: number): GreyPicture {
  const { width: x, height: y, depth: z } = volume;
  const at = (i: number, j: number, k: number): number =>
    volume.values[i + x * (j + y * k)] as number;
  if (plane === 'axial') return fill(x, y, (column, row) => at(column, y - 1 - row, index));
  if (plane === 'coronal') return fill(x, z, (column, row) => at(column, index, z - 1 - row));
  return fill(y, z, (column, row) => at(index, column, z - 1 - row));
}

/** Part of a grey picture. */
export function cutGrey(picture: GreyPicture, region: Region): GreyPicture {
  return fill(
    region.width,
    region.height,
    (column, row) =>
      picture.values[region.left + column + picture.width * (region.top + row)] as number,
  );
}

/** A rectangle of a source picture, in pixels. */
export interface Region {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

function fill(
  width: number,
  height: number,
  value: (column: number, row: number) => number,
): GreyPicture {
  const values = Float64Array.from({ length: width * height }, (_, index) =>
    value(index % width, Math.floor(index / width)),
  );
  return { width, height, values };
}
