import { type VoxelType, type VoxelVolume, voxelVolume } from './voxel-volume.ts';

/** The types of numpy's descr, without the byte order. */
const voxelTypes: Readonly<Record<string, VoxelType>> = {
  b1: 'uint8',
  u1: 'uint8',
  i1: 'int8',
  u2: 'uint16',
  i2: 'int16',
  u4: 'uint32',
  i4: 'int32',
  f4: 'float32',
  f8: 'float64',
};

const MAGIC = Buffer.from('\x93NUMPY', 'latin1');

/**
 * Opens a .npy file that holds an array of numbers. Its last axis is the fastest, so it
 * becomes the first dimension.
 *
 * Source: numpy.lib.format, versions 1 to 3.
 *
 * @throws {Error} if it is no .npy file, is cut off, or holds something else.
 */
export function openNpy(bytes: Uint8Array): VoxelVolume {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 12 || !MAGIC.equals(bytes.subarray(0, 6))) throw new Error('not a .npy file');
  const [lengthBytes, length] =
    bytes[6] === 1 ? [2, view.getUint16(8, true)] : [4, view.getUint32(8, true)];
  const start = 8 + lengthBytes + length;
  if (start > bytes.length) throw new Error('the file is cut off');
  const header = Buffer.from(bytes.subarray(8 + lengthBytes, start)).toString('latin1');
  const descr = /'descr': *'([<>|=])(\w+)'/.exec(header);
  const shape = /'shape': *\(([\d, ]*)\)/.exec(header)?.[1];
  const type = voxelTypes[descr?.[2] ?? ''];
  if (type === undefined || shape === undefined) {
    throw new Error(`numpy type ${descr?.[0] ?? 'of several fields'} is not supported`);
  }
  const lengths = shape.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]));
  const stored = {
    type,
    view: new DataView(bytes.buffer, bytes.byteOffset + start, bytes.length - start),
    littleEndian: descr![1] !== '>',
  };
  if (!/'fortran_order': *True/.test(header)) {
    return voxelVolume({ ...stored, dimensions: lengths.toReversed() });
  }
  return firstAxisFastest(voxelVolume({ ...stored, dimensions: lengths }));
}

/** The volume with its axes in the opposite order: arrays in Fortran order have the first fastest. */
function firstAxisFastest(volume: VoxelVolume): VoxelVolume {
  const { dimensions } = volume;
  const strides = dimensions.map((_, axis) =>
    dimensions.slice(0, axis).reduce((product, length) => product * length, 1),
  );
  return {
    ...volume,
    dimensions: dimensions.toReversed(),
    voxel(index) {
      let rest = index;
      let place = 0;
      for (let axis = dimensions.length - 1; axis >= 0; axis--) {
        place += (rest % dimensions[axis]!) * strides[axis]!;
        rest = Math.trunc(rest / dimensions[axis]!);
      }
      return volume.voxel(place);
    },
  };
}
