import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import h5wasm from 'h5wasm/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slidePicture, writeSvs } from '../../test/synthetic-slide.ts';
import { writeTinyConch } from '../../test/tiny-conch.ts';
import { silentProgress } from '../progress.ts';
import { type CheckEncoderOptions, checkEncoder } from './check-encoder.ts';
import { compareFeatures, compareVariation } from './compare-features.ts';
import { encodeSlide } from './encode-slide.ts';
import { type FeatureFile, readFeatureFile } from './feature-file.ts';
import { featureOrigin } from './feature-origin.ts';

let folder: string;
let svs: string;
let ours: string;
let own: FeatureFile;
let options: Omit<CheckEncoderOptions, 'published'>;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'check-encoder-'));
  const picture = slidePicture(1600, 1600, { left: 20, top: 20, right: 1580, bottom: 1580 });
  svs = await writeSvs(join(folder, 'a.svs'), picture, 0.5);
  const encoder = await writeTinyConch(join(folder, 'encoder'));
  options = { encoder, cacheFolder: join(folder, 'cache'), progress: silentProgress };
  ours = join(folder, 'ours.h5');
  await encodeSlide(svs, { ...options, out: ours });
  own = await readFeatureFile(ours, 64);
  await h5wasm.ready;
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Features as Trident writes them, without our mark. */
function published(
  change: Partial<FeatureFile>,
  { encoder = 'conch_v15' }: { encoder?: string } = {},
): string {
  const { features, corners, tilePx, sideLevel0Px } = { ...own, ...change };
  const path = join(folder, 'published.h5');
  const file = new h5wasm.File(path, 'w');
  const shape = [corners.length, features.length / corners.length];
  const rows = file.create_dataset({ name: 'features', data: features, shape, dtype: '<f' });
  rows.create_attribute('encoder', encoder);
  const data = BigInt64Array.from(corners.flat(), BigInt);
  const places = file.create_dataset({
    name: 'coords',
    data,
    shape: [corners.length, 2],
    dtype: '<q',
  });
  places.create_attribute('patch_size', tilePx);
  places.create_attribute('patch_size_level0', sideLevel0Px);
  file.close();
  return path;
}

const noisy = (amount: number): Float32Array =>
  own.features.map((value, i) => value + amount * Math.sin(7 * i));

describe('checkEncoder', () => {
  it('passes on equal features, and from then on they read as verified', async () => {
    expect(await featureOrigin(ours, options.cacheFolder)).toMatchObject({ status: 'unverified' });
    const check = await checkEncoder(svs, { ...options, published: published({}) });
    expect(check).toMatchObject({ verdict: 'pass', encoder: { encoder: 'conch-v1.5' } });
    // The tiles that lie wholly on the slide: three by three of 512 px in 1600.
    expect(check.tiles.map(({ x, y }) => [x, y])).toEqual(
      [0, 512, 1024].flatMap((x) => [0, 512, 1024].map((y) => [x, y])),
    );
    expect(Math.max(...check.tiles.map(({ largestError }) => largestError))).toBeLessThan(1e-5);
    expect(await featureOrigin(ours, options.cacheFolder)).toMatchObject({ status: 'verified' });
    const out = join(folder, 'again.h5');
    expect(await encodeSlide(svs, { ...options, out })).toMatchObject({ status: 'verified' });
  });

  it('lets half precision pass', async () => {
    // Features are about 1; half precision moves them by about a thousandth.
    const check = await checkEncoder(svs, {
      ...options,
      published: published({ features: noisy(0.002) }),
    });
    expect(check.verdict).toBe('pass');
  });

  it('fails where one tile is off, and takes "verified" back', async () => {
    const features = own.features.slice();
    const place = own.corners.findIndex(([x, y]) => x === 512 && y === 1024);
    features.subarray(place * 64, place * 64 + 64).forEach((value, i) => {
      features[place * 64 + i] = value + 0.1 * Math.cos(3 * i);
    });
    const check = await checkEncoder(svs, { ...options, published: published({ features }) });
    expect(check.verdict).toBe('fail');
    const off = check.tiles.filter(({ cosine }) => cosine < 0.9998);
    expect(off.map(({ x, y }) => [x, y])).toEqual([[512, 1024]]);
    expect(await featureOrigin(ours, options.cacheFolder)).toMatchObject({ status: 'unverified' });
  });

  it.each<[string, () => Partial<FeatureFile>]>([
    ['features of other tiles', () => ({ features: own.features.toReversed() })],
    ['features that are scaled', () => ({ features: own.features.map((value) => 1.05 * value) })],
    ['tiles cut at another scale', () => ({ sideLevel0Px: 500 })],
    ['a number that is none', () => ({ features: own.features.with(5, Number.NaN) })],
  ])('fails on %s', async (_, change) => {
    const check = await checkEncoder(svs, { ...options, published: published(change()) });
    expect(check.verdict).toBe('fail');
  });

  it('is inconclusive where too few tiles lie on the slide', async () => {
    const corners = own.corners.map(([x, y]) => [x + 5000, y] as const);
    const check = await checkEncoder(svs, { ...options, published: published({ corners }) });
    expect(check).toMatchObject({ verdict: 'inconclusive', tiles: [] });
    expect(check.reason).toMatch(/^0 tiles of .*published.h5 lie on this slide; 8 are needed$/);
    expect(check.record).toBeUndefined();
  });

  it('is inconclusive where tiles are too much alike to tell encoders apart', async () => {
    // One colour, but for a strip of glass at the right.
    const data = new Uint8Array(1600 * 1600 * 3).map((_, i) =>
      i % 4800 < 4650 ? [180, 90, 150][i % 3]! : 240,
    );
    const even = { width: 1600, height: 1600, data };
    const path = await writeSvs(join(folder, 'even.svs'), even, 0.5);
    const out = join(folder, 'even.h5');
    await encodeSlide(path, { ...options, out });
    const alike = published(await readFeatureFile(out, 64));
    const check = await checkEncoder(path, { ...options, published: alike });
    expect(check).toMatchObject({ verdict: 'inconclusive', tiles: { length: 9 } });
    expect(check.reason).toMatch(/^the tiles are too much alike .*; give another slide$/);
    expect(check.record).toBeUndefined();
  });

  it('keeps no record when it is interrupted', async () => {
    const check = await checkEncoder(svs, {
      ...options,
      published: published({}),
      signal: AbortSignal.abort(),
    });
    expect(check).toMatchObject({ verdict: 'interrupted', tiles: [] });
    expect(check.record).toBeUndefined();
  });

  it('does not take our own features, or those of another encoder, for a reference', async () => {
    await expect(checkEncoder(svs, { ...options, published: ours })).rejects.toThrow(
      `${ours}: was made by Touchstone itself; give features of CONCH v1.5 that Trident made`,
    );
    const other = published({}, { encoder: 'uni_v1' });
    await expect(checkEncoder(svs, { ...options, published: other })).rejects.toThrow(
      `${other}: was made with uni_v1`,
    );
  });
});

describe('compareVariation', () => {
  it('measures differences by what tells tiles apart', () => {
    // Mean 10: squares 64 + 100 + 144, from the mean 4 + 0 + 4, missed 1 + 1 + 0.
    const match = compareVariation(Float32Array.of(9, 11, 12), Float32Array.of(8, 10, 12), 1);
    expect(match.spread).toBeCloseTo(Math.sqrt(8 / 308), 12);
    expect(match.unexplained).toBe(0.25);
  });
});

describe('compareFeatures', () => {
  it('measures angle, relative length and largest difference', () => {
    // (3, 4) and (4, 3): 24 / 25; sqrt(2) / 5; 1.
    const { cosine, relativeError, largestError } = compareFeatures(
      Float32Array.of(3, 4),
      Float32Array.of(4, 3),
    );
    expect(cosine).toBeCloseTo(0.96, 12);
    expect(relativeError).toBeCloseTo(Math.SQRT2 / 5, 12);
    expect(largestError).toBe(1);
    expect(() => compareFeatures(Float32Array.of(1), Float32Array.of(1, 2))).toThrow(
      'compareFeatures: 1 numbers against 2',
    );
  });
});
