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

/** Voxels as they lie in a file or in memory. Plain data: it may go from thread to thread. */
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

interface StoredType {
  readonly sizeBytes: number;
  readonly read: (view: DataView, byte: number, littleEndian: boolean) => number;
  readonly write: (view: DataView, byte: number, value: number) => void;
}

const LITTLE_ENDIAN = true;

const TYPES: Readonly<Record<VoxelType, StoredType>> = {
  uint8: storedType(1, 'Uint8'),
  int8: storedType(1, 'Int8'),
  uint16: storedType(2, 'Uint16'),
  int16: storedType(2, 'Int16'),
  uint32: storedType(4, 'Uint32'),
  int32: storedType(4, 'Int32'),
  float32: storedType(4, 'Float32'),
  float64: storedType(8, 'Float64'),
};

/** @param name of a type in the methods of `DataView`. */
function storedType(
  sizeBytes: number,
  name: 'Uint8' | 'Int8' | 'Uint16' | 'Int16' | 'Uint32' | 'Int32' | 'Float32' | 'Float64',
): StoredType {
  const get = `get${name}` as const;
  const set = `set${name}` as const;
  return {
    sizeBytes,
    read: (view, byte, littleEndian) => view[get](byte, littleEndian),
    write: (view, byte, value) => view[set](byte, value, LITTLE_ENDIAN),
  };
}

/** How integers of a kind are stored. */
export function integerType({ bits, signed }: IntegerKind): VoxelType {
  return `${signed ? 'int' : 'uint'}${bits}` as VoxelType;
}

function integerKind(type: VoxelType): IntegerKind | undefined {
  if (type.startsWith('float')) return undefined;
  return { bits: 8 * TYPES[type].sizeBytes, signed: type.startsWith('int') };
}

/** Voxels in memory, one after another. @param next The value of each, in the type's range. */
export function storeVoxels(
  dimensions: readonly number[],
  type: VoxelType,
  next: () => number,
): StoredVoxels {
  const { sizeBytes, write } = TYPES[type];
  const view = new DataView(new ArrayBuffer(voxelCountOf(dimensions) * sizeBytes));
  for (let byte = 0; byte < view.byteLength; byte += sizeBytes) write(view, byte, next());
  return { dimensions, type, view, littleEndian: LITTLE_ENDIAN };
}

/** @throws {Error} if there are fewer bytes than the dimensions need. */
export function voxelVolume(stored: StoredVoxels): VoxelVolume {
  const { dimensions, type, view, littleEndian, slope = 1, intercept = 0 } = stored;
  const { sizeBytes, read } = TYPES[type];
  const voxelCount = voxelCountOf(dimensions);
  if (view.byteLength < voxelCount * sizeBytes) throw new Error('the file is cut off');
  return {
    dimensions,
    integer: slope === 1 && intercept === 0 ? integerKind(type) : undefined,
    voxelCount,
    voxel: (index) => read(view, index * sizeBytes, littleEndian) * slope + intercept,
  };
}

function voxelCountOf(dimensions: readonly number[]): number {
  return dimensions.reduce((product, length) => product * length, 1);
}
