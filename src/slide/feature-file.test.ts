import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import h5wasm from 'h5wasm/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readSlide } from '../model/breastgpt/slide-reader.ts';
import { keepEncoderRecord } from './encoder-record.ts';
import { type FeatureFacts, readFeatureFile, writeFeatureFile } from './feature-file.ts';
import { describeSlide, featureOrigin, summarizeSlide } from './feature-origin.ts';

/**
 * Written by h5py 3.7: features [[1, -2], [0.1, 65504]] as float16, coords [[0, 512], [512, 0]] with
 * patch_size 512 and patch_size_level0 1024.
 */
const HALF =
  'H4sIAAAAAAACA+v0cHHj5ZLiYgABDg4GFgYBBmTwHwo0OFD5MPkEKM0IpTug9AommDgjWE4CKi4INR9dXUiQqytI9X80ALPHgAVCczCMgpEIPFwdA0B0BJSvAKVPMKGqS0tNLCktSi2G8ZPz84tSihHp04JEexkZWCF6GWF8DQjNBBGAWY+LZgamfJBKQQV+qJgAAxcrAxc/VJ4VmKJB8kxMEAM5oDmFmRGW1NFTfMWAxkOwn78LI9AnsPxcwYpfPcz1CsyjaRg1XbFRmK4EwFoFOGBh7EAgPXFwoOYcCOCB5ghGBm4gm4OhILEkOSO+OLMqFSKPbj4sH8EcwgMXF0LTH5+TWpaaY8BAwByW0bQwoMCG4UCa3v9qBgYcCQ0KAHPk9TQoCAAA';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'features-'));
  path = join(folder, 'slide.h5');
  await h5wasm.ready;
});
afterEach(() => rmSync(folder, { recursive: true }));

const facts: FeatureFacts = {
  mark: { encoder: 'conch-v1.5', fingerprint: 'aa11', build: 'bb22', onnxRuntime: '1.30.0' },
  status: 'unverified',
  name: 'slide',
  tilePx: 512,
  sideLevel0Px: 1024,
  magnification: 40,
  targetMagnification: 20,
  widthPx: 5000,
  heightPx: 4000,
};
const features = Float32Array.of(1, -2, 0.5, 0.25, 8, -16);
const corners = [
  [0, 1024],
  [1024, 0],
  [3072, 2048],
] as const;

/** A file as Trident writes it. */
function published(write: (file: InstanceType<typeof h5wasm.File>) => void): string {
  const file = new h5wasm.File(path, 'w');
  write(file);
  file.close();
  return path;
}

describe('writeFeatureFile', () => {
  it('writes what the model reads', async () => {
    await writeFeatureFile(path, features, corners, facts);
    const slide = await readSlide(path, 2);
    expect(slide.tiles).toBe(3);
    // All six numbers are exact in bfloat16, which readSlide rounds to.
    expect(slide.features).toEqual(features);
    expect(readdirSync(folder)).toEqual(['slide.h5']);
  });

  it('lays datasets and attributes out as Trident does', async () => {
    await writeFeatureFile(path, features, corners, facts);
    const file = new h5wasm.File(path, 'r');
    const [rows, places] = ['features', 'coords'].map(
      (name) => file.get(name) as InstanceType<typeof h5wasm.Dataset>,
    );
    const attributes = (dataset: typeof rows) =>
      Object.fromEntries(
        Object.entries(dataset!.attrs).map(([name, { dtype, value }]) => [name, [dtype, value]]),
      );
    expect([rows!.dtype, rows!.shape, rows!.metadata.chunks]).toEqual(['<f', [3, 2], [1, 2]]);
    expect([places!.dtype, places!.shape, places!.metadata.chunks]).toEqual(['<q', [3, 2], [1, 2]]);
    expect(places!.value).toEqual(BigInt64Array.of(0n, 1024n, 1024n, 0n, 3072n, 2048n));
    expect(attributes(places)).toEqual({
      patch_size: ['<q', 512n],
      patch_size_level0: ['<q', 1024n],
      level0_magnification: ['<q', 40n],
      target_magnification: ['<q', 20n],
      overlap: ['<q', 0n],
      name: ['S', 'slide'],
      level0_width: ['<q', 5000n],
      level0_height: ['<q', 4000n],
    });
    expect(attributes(rows)).toEqual({
      name: ['S', 'slide'],
      encoder: ['S', 'conch_v15'],
      touchstone_encoder: ['S', 'conch-v1.5'],
      touchstone_encoder_fingerprint: ['S', 'aa11'],
      touchstone_build: ['S', 'bb22'],
      touchstone_onnxruntime: ['S', '1.30.0'],
      touchstone_status: ['S', 'unverified'],
    });
    file.close();
  });
});

describe('readFeatureFile', () => {
  it('reads back what was written', async () => {
    await writeFeatureFile(path, features, corners, facts);
    expect(await readFeatureFile(path, 2)).toEqual({
      features,
      corners,
      tilePx: 512,
      sideLevel0Px: 1024,
      encoder: 'conch_v15',
    });
  });

  it('works the size on the slide out where the file has magnifications only', async () => {
    published((file) => {
      file.create_dataset({ name: 'features', data: features, shape: [1, 3, 2], dtype: '<f' });
      const data = Int32Array.of(0, 0, 1, 1, 2, 2);
      const coords = file.create_dataset({ name: 'coords', data, shape: [3, 2], dtype: '<i' });
      coords.create_attribute('patch_size', 256);
      coords.create_attribute('level0_magnification', 40);
      coords.create_attribute('target_magnification', 10);
    });
    const read = await readFeatureFile(path, 2);
    expect(read).toMatchObject({ tilePx: 256, sideLevel0Px: 1024, encoder: undefined });
    expect(read.corners[2]).toEqual([2, 2]);
  });

  it('reads what h5py wrote, also in half precision', async () => {
    writeFileSync(path, gunzipSync(Buffer.from(HALF, 'base64')));
    expect(await readFeatureFile(path, 2)).toEqual({
      // 0.1 is 0.0999755859375 in float16.
      features: Float32Array.of(1, -2, 0.0999755859375, 65_504),
      corners: [
        [0, 512],
        [512, 0],
      ],
      tilePx: 512,
      sideLevel0Px: 1024,
      encoder: undefined,
    });
  });

  it('names what is missing or does not fit', async () => {
    await writeFeatureFile(path, features, corners, facts);
    await expect(readFeatureFile(path, 3)).rejects.toThrow('has 2 features a tile, expected 3');
    published((file) => {
      file.create_dataset({ name: 'features', data: features, shape: [3, 2], dtype: '<f' });
    });
    await expect(readFeatureFile(path, 2)).rejects.toThrow(`${path}: has no dataset "coords"`);
    published((file) => {
      file.create_dataset({ name: 'features', data: features, shape: [3, 2], dtype: '<f' });
      file.create_dataset({ name: 'coords', data: Int32Array.of(0, 0), shape: [1, 2] });
    });
    await expect(readFeatureFile(path, 2)).rejects.toThrow('has coords [1, 2] for 3 tiles');
    published((file) => {
      file.create_dataset({ name: 'features', data: features, shape: [3, 2], dtype: '<f' });
      file.create_dataset({ name: 'coords', data: new Int32Array(6), shape: [3, 2] });
    });
    await expect(readFeatureFile(path, 2)).rejects.toThrow('has coords without patch_size');
  });

  it('refuses a file that is none, is missing, or was cut short', async () => {
    writeFileSync(path, 'text');
    await expect(readFeatureFile(path, 2)).rejects.toThrow(`${path}: is no HDF5 file`);
    const missing = join(folder, 'missing.h5');
    await expect(readFeatureFile(missing, 2)).rejects.toThrow(`${missing}: can not be read`);
    rmSync(path);
    await writeFeatureFile(path, features, corners, facts);
    truncateSync(path, 600);
    await expect(readFeatureFile(path, 2)).rejects.toThrow(`${path}: is damaged; give an HDF5`);
  });
});

describe('featureOrigin', () => {
  const record = {
    ...facts.mark,
    slide: 'a.svs',
    tiles: 32,
    smallestCosine: 1,
    largestRelativeError: 0,
    largestError: 0,
    unexplained: 0,
  };

  it('calls features without our mark published', async () => {
    published((file) => {
      file.create_dataset({ name: 'features', data: features, shape: [3, 2], dtype: '<f' });
    });
    expect(await featureOrigin(path, folder)).toEqual({ kind: 'published' });
    const summary = await summarizeSlide(path, folder);
    expect(describeSlide(summary)).toBe(`${path}: 3 tiles, features made elsewhere`);
  });

  it('calls ours verified once, and as long as, the last check of their encoder passed', async () => {
    await writeFeatureFile(path, features, corners, facts);
    const origin = { kind: 'touchstone', ...facts.mark };
    expect(await featureOrigin(path, folder)).toEqual({ ...origin, status: 'unverified' });
    await keepEncoderRecord({ ...record, passed: true }, folder);
    expect(await featureOrigin(path, folder)).toEqual({ ...origin, status: 'verified' });
    await keepEncoderRecord({ ...record, passed: false }, folder);
    expect(await featureOrigin(path, folder)).toEqual({ ...origin, status: 'unverified' });
  });

  it('does not take a record of another encoder, build or runtime, nor what the file says', async () => {
    await writeFeatureFile(path, features, corners, { ...facts, status: 'verified' });
    for (const other of [{ fingerprint: 'cc' }, { build: 'cc' }, { onnxRuntime: '1.31.0' }]) {
      await keepEncoderRecord({ ...record, ...other, passed: true }, folder);
    }
    expect(await featureOrigin(path, folder)).toMatchObject({ status: 'unverified' });
    const summary = await summarizeSlide(path, folder);
    expect(describeSlide(summary)).toBe(
      `${path}: 3 tiles, features made here with conch-v1.5 aa11, unverified (audit slide check compares the encoder with published features)`,
    );
  });
});
