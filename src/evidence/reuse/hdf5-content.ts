import { createHash } from 'node:crypto';
import type { Dataset } from 'h5wasm/node';
import { floatsOf } from '../../media/hdf5-file.ts';

/**
 * Hex SHA-256 over an HDF5 file's datasets in the order of their sorted names: name, type, shape
 * and values each. Attributes, chunking and compression don't count, so a re-packed feature bag
 * keeps its hash.
 *
 * @param file Absolute path.
 * @throws {Error} if the file can't be opened as HDF5.
 */
export async function hdf5ContentHash(file: string): Promise<string> {
  const { default: h5wasm, Dataset: DatasetClass } = await import('h5wasm/node');
  await h5wasm.ready;
  const opened = new h5wasm.File(file, 'r');
  try {
    const hash = createHash('sha256').update('hdf5\n');
    for (const name of opened.paths().sort()) {
      const entity = opened.get(name);
      if (entity instanceof DatasetClass) addDataset(hash, name, entity);
    }
    return hash.digest('hex');
  } finally {
    opened.close();
  }
}

function addDataset(hash: ReturnType<typeof createHash>, name: string, dataset: Dataset): void {
  hash.update(`${JSON.stringify([name, dataset.dtype, dataset.shape])}\n`);
  // Of float16 the library gives no values, but the bits can be had as numbers.
  const value = dataset.dtype === '<e' ? floatsOf(dataset) : dataset.value;
  if (ArrayBuffer.isView(value)) {
    hash.update(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
    return;
  }
  const asText = (_key: string, entry: unknown): unknown =>
    typeof entry === 'bigint' ? entry.toString() : entry;
  hash.update(JSON.stringify(value, asText));
}
