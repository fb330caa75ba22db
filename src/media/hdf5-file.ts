import { open } from 'node:fs/promises';
import type { Dataset, File as Hdf5File } from 'h5wasm/node';
import { halfToFloat } from '../checkpoint/half-to-float.ts';
import { AuditError } from '../errors.ts';

const SIGNATURE = Buffer.from('\x89HDF\r\n\x1a\n', 'latin1');

/**
 * Opens an HDF5 file, hands it over and closes it.
 *
 * @param mode 'r' reads a file that is there, 'w' makes or empties one.
 * @throws {AuditError} for a file that can not be read, or is none.
 */
export async function withHdf5<Result>(
  path: string,
  mode: 'r' | 'w',
  work: (file: Hdf5File) => Result,
): Promise<Result> {
  // The library reports a file that is none to the terminal, so the signature is looked at first.
  if (mode === 'r') await checkSignature(path);
  const { default: h5wasm } = await import('h5wasm/node');
  const library = await h5wasm.ready;
  // Else it reports a damaged file to the terminal, and hands out one that is not open.
  library.activate_throwing_error_handler();
  let file: Hdf5File;
  try {
    file = new h5wasm.File(path, mode);
  } catch (cause) {
    throw unusable(path, mode === 'r' ? 'is damaged' : 'can not be written', cause);
  } finally {
    library.deactivate_throwing_error_handler();
  }
  try {
    return work(file);
  } finally {
    file.close();
  }
}

/** @throws {AuditError} if the file has no dataset of that name. */
export function requireDataset(file: Hdf5File, name: string): Dataset {
  const entity = file.get(name) as Dataset | null;
  if (entity?.type === 'Dataset') return entity;
  throw unusable(file.filename, `has no dataset "${name}"`);
}

/** A number or a text, as h5py writes attributes; undefined where there is none. */
export function attributeOf(dataset: Dataset, name: string): string | number | undefined {
  if (!(name in dataset.attrs)) return undefined;
  const value = dataset.get_attribute(name, true);
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}

/** The numbers of a dataset as float32. Encoders that ran in half precision leave float16. */
export function floatsOf(dataset: Dataset): Float32Array {
  if (dataset.dtype !== '<e') return Float32Array.from(dataset.value as Float32Array);
  // The library has no container for float16, but one for the bits of it: unsigned integers.
  const { metadata } = dataset;
  metadata.type = 0;
  return Float32Array.from(dataset.value as Uint16Array, halfToFloat);
}

/** @returns An error of a file with tile features. */
export function unusable(location: string, problem: string, cause?: unknown): AuditError {
  return new AuditError({
    code: 'features-unreadable',
    location,
    problem,
    remedy: 'give an HDF5 file with "features" and "coords" in the layout of Trident',
    cause,
  });
}

async function checkSignature(path: string): Promise<void> {
  const file = await open(path).catch((cause: unknown) => {
    throw unusable(path, 'can not be read', cause);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    if (!buffer.subarray(0, bytesRead).equals(SIGNATURE)) throw unusable(path, 'is no HDF5 file');
  } finally {
    await file.close();
  }
}
