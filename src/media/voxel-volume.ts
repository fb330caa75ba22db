/** How single voxels are stored. */
export type VoxelType =
  | 'uint8'
  | 'int8'
  | 'uint16'
  | 'int16'
  | 'uint32'
  | 'int32'
  | 'float32'
  | 'float64';

/** What integers voxels are. */
export interface IntegerKind {
  readonly bits: number;
  readonly signed: boolean;
}

/** A volume's axes, the fastest first, its voxels and how to read them. */
export interface VoxelVolume {
  readonly dimensions: readonly number[];
  readonly voxelCount: number;
  /** What integers the voxels are; undefined for floats, and where slope or intercept apply. */
  readonly integer: IntegerKind | undefined;
  /** The voxel's value after slope and intercept. */
  voxel(index: number): number;
}

/** Voxels as they lie in a file. */
export interface StoredVoxels {
  readonly dimensions: readonly number[];
  readonly type: VoxelType;
  readonly view: DataView;
  readonly littleEndian: boolean;
  /** Default 1. */
  readonly slope?: number;
  /** Default 0. */
  readonly intercept?: number;
}

type Read = (view: DataView, byte: number, littleEndian: boolean) => number;

const TYPES: Readonly<Record<VoxelType, { sizeBytes: number; read: Read; integer?: IntegerKind }>> =
  {
    uint8: {
      sizeBytes: 1,
      read: (view, byte) => view.getUint8(byte),
      integer: { bits: 8, signed: false },
    },
    int8: {
      sizeBytes: 1,
      read: (view, byte) => view.getInt8(byte),
      integer: { bits: 8, signed: true },
    },
    uint16: {
      sizeBytes: 2,
      read: (view, byte, little) => view.getUint16(byte, little),
      integer: { bits: 16, signed: false },
    },
    int16: {
      sizeBytes: 2,
      read: (view, byte, little) => view.getInt16(byte, little),
      integer: { bits: 16, signed: true },
    },
    uint32: {
      sizeBytes: 4,
      read: (view, byte, little) => view.getUint32(byte, little),
      integer: { bits: 32, signed: false },
    },
    int32: {
      sizeBytes: 4,
      read: (view, byte, little) => view.getInt32(byte, little),
      integer: { bits: 32, signed: true },
    },
    float32: { sizeBytes: 4, read: (view, byte, little) => view.getFloat32(byte, little) },
    float64: { sizeBytes: 8, read: (view, byte, little) => view.getFloat64(byte, little) },
  };

/** @throws {Error} if there are fewer bytes than the dimensions need. */
export function voxelVolume(stored: StoredVoxels): VoxelVolume {
  const { dimensions, type, view, littleEndian, slope = 1, intercept = 0 } = stored;
  const { sizeBytes, read, integer } = TYPES[type];
  const voxelCount = dimensions.reduce((product, length) => product * length, 1);
  if (view.byteLength < voxelCount * sizeBytes) throw new Error('the file is cut off');
  return {
    dimensions,
    integer: slope === 1 && intercept === 0 ? integer : undefined,
    voxelCount,
    voxel: (index) => read(view, index * sizeBytes, littleEndian) * slope + intercept,
  };
}
