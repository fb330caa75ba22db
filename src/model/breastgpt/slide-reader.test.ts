import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import h5wasm from 'h5wasm/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSlide } from './slide-reader.ts';

/** Written by h5py 3.7: features [[1, 1.5], [-2, 0.1], [65504, 6e-8]] as float16, coords. */
const HALF =
  'H4sIAAAAAAACA+v0cHHj5ZLiYubgYICB/1BgAxUygIqf3XRUzN/DJYhJQbCSLRsZVzAJIWuEAS4mBkYGBjZhBiDFkZaaWFJalFp8GGoamyBImC05P78opfg8I1RUh4EkUC/g4w92EiMDI6MKAwMTEyMjM1SOCUpj8EUYGAUV+KF8AQYuVgYufiCLFehaZi4OoE9YgM6FqOWBWbSAYdADuVoDI5LDgoeBUQDoV4h3HVDCgAct+hlWMAwZoOXsGsQwCkbBKBgFowAPsGGwYziQpve/mpHksAAAGrnpPTwIAAA=';

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'slides-'));
  await h5wasm.ready;
});
afterEach(() => rmSync(folder, { recursive: true }));

function slide(data: number[], shape: number[], without = ''): string {
  const path = join(folder, 'slide.h5');
  const file = new h5wasm.File(path, 'w');
  const features = { name: 'features', data: Float32Array.from(data), shape, dtype: '<f4' };
  const coords = { name: 'coords', data: [0, 0], shape: [1, 2], dtype: '<i4' };
  for (const each of [features, coords]) if (each.name !== without) file.create_dataset(each);
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

  it('takes features stored as float16', async () => {
    const path = join(folder, 'half.h5');
    writeFileSync(path, gunzipSync(Buffer.from(HALF, 'base64')));
    const { features } = await readSlide(path, 2);
    // 0.1 is 0.0999755859375 in float16 and 0.10009765625 in bfloat16; 65,504 rounds to 65,536.
    expect([...features]).toEqual([1, 1.5, -2, 0.10009765625, 65_536, 2 ** -24]);
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
    ['no features', () => slide([1, 2], [1, 2], 'features'), 'has no dataset "features"'],
    ['no coordinates', () => slide([1, 2], [1, 2], 'coords'), 'has no dataset "coords"'],
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

  it('takes features in memory like those of a file', async () => {
    const path = slide([1, 1.001, -Math.PI, 0], [2, 2]);
    const features = Float32Array.of(1, 1.001, -Math.PI, 0);
    expect(await readSlide({ features, tiles: 2 }, 2)).toEqual(await readSlide(path, 2));
  });

  it.each([
    ['no tiles', [], 0, 'has 0 features for 0 tiles, expected 2 a tile'],
    ['another width', [1, 2, 3], 1, 'has 3 features for 1 tiles, expected 2 a tile'],
    ['a number that is none', [1, Infinity], 1, 'has Infinity among the features of tile 0'],
  ])('refuses features in memory with %s', async (_, values, tiles, problem) => {
    const features = Float32Array.from(values);
    await expect(readSlide({ features, tiles }, 2)).rejects.toThrow(
      `a slide in memory: ${problem}; give an HDF5 file`,
    );
  });
});
