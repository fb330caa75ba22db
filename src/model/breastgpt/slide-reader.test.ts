import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import h5wasm from 'h5wasm/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSlide } from './slide-reader.ts';

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'slides-'));
  await h5wasm.ready;
});
afterEach(() => rmSync(folder, { recursive: true }));

function slide(data: number[], shape: number[], name = 'features'): string {
  const path = join(folder, 'slide.h5');
  const file = new h5wasm.File(path, 'w');
  file.create_dataset({ name, data: Float32Array.from(data), shape, dtype: '<f4' });
  file.close();
  return path;
}

describe('readSlide', () => {
  it('rounds features to bfloat16, as the authors do, also under a first axis of one', async () => {
    const { features, tiles } = await readSlide(slide([1, 1.001, -Math.PI, 0], [1, 2, 2]), 2);
    // 1.001 rounds to 1, -3.14159 to -3.140625.
    expect([...features]).toEqual([1, 1, -3.140625, 0]);
    expect(tiles).toBe(2);
  });

  it.each([
    [
      'features of another width',
      () => slide([1, 2, 3], [1, 3]),
      'has features [1, 3], expected [tiles, 2]',
    ],
    [
      'a number that is none',
      () => slide([0, 1, 2, Number.NaN], [2, 2]),
      'has NaN among the features of tile 1',
    ],
    ['no features', () => slide([1, 2], [1, 2], 'coords'), 'has no dataset "features"'],
  ])('refuses %s', async (_, make, problem) => {
    const path = make();
    await expect(readSlide(path, 2)).rejects.toThrow(`${path}: ${problem}; give an HDF5 file`);
  });

  it('refuses an empty slide, a missing file and one that is no HDF5', async () => {
    const path = slide([], [0, 2]);
    await expect(readSlide(path, 2)).rejects.toThrow(`${path}: has no tiles`);
    const missing = join(folder, 'missing.h5');
    await expect(readSlide(missing, 2)).rejects.toThrow(`${missing}: can not be read`);
    writeFileSync(path, 'not HDF5 at all');
    await expect(readSlide(path, 2)).rejects.toThrow(`${path}: is no HDF5 file`);
    truncateSync(path, 3);
    await expect(readSlide(path, 2)).rejects.toThrow(`${path}: is no HDF5 file`);
  });
});
