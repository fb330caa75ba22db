import { mkdtempSync, readdirSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { slidePicture, writeSvs } from '../../test/synthetic-slide.ts';
import { writeTinyConch } from '../../test/tiny-conch.ts';
import { largestDifference } from '../parity/stage.ts';
import { type Progress, silentProgress } from '../progress.ts';
import { type EncodeSlideOptions, encodeSlide } from './encode-slide.ts';
import { readFeatureFile } from './feature-file.ts';

let folder: string;
let svs: string;
let options: EncodeSlideOptions;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'encode-slide-'));
  const picture = slidePicture(2100, 1600, { left: 500, top: 500, right: 1550, bottom: 1550 });
  svs = await writeSvs(join(folder, 'a.svs'), picture, 0.5);
  const encoder = await writeTinyConch(join(folder, 'encoder'));
  await writeTinyConch(join(folder, 'other'), 2);
  const out = join(folder, 'a.h5');
  options = { encoder, out, cacheFolder: join(folder, 'cache'), progress: silentProgress };
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(() => {
  for (const name of readdirSync(folder)) {
    if (name.startsWith('a.h5')) rmSync(join(folder, name));
  }
});

/** Stops after so many tiles. */
function stopAfter(tiles: number): { readonly progress: Progress; readonly signal: AbortSignal } {
  const controller = new AbortController();
  let done = 0;
  const advance = (count = 1): void => {
    done += count;
    if (done >= tiles) controller.abort();
  };
  return { progress: { start: () => ({ advance, done: () => {} }) }, signal: controller.signal };
}

describe('encodeSlide', () => {
  it('encodes the tiles that hold tissue and says what it did', async () => {
    const encoded = await encodeSlide(svs, options);
    expect(encoded).toEqual({
      slide: svs,
      out: options.out,
      finish: 'done',
      tiles: 4,
      tilesDone: 4,
      micronsPerPixel: 0.5,
      magnification: 20,
      sideLevel0Px: 512,
      tissueThreshold: encoded.tissueThreshold,
      encoder: {
        encoder: 'conch-v1.5',
        fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
        build: expect.stringMatching(/^[0-9a-f]{16}$/),
        onnxRuntime: expect.stringMatching(/^1\./),
      },
      status: 'unverified',
    });
    const file = await readFeatureFile(options.out, 64);
    expect(file.corners).toEqual([
      [512, 512],
      [512, 1024],
      [1024, 512],
      [1024, 1024],
    ]);
    // Tiles of one pattern are alike, but no two the same.
    const first = file.features.subarray(0, 64);
    expect(largestDifference(first, file.features.subarray(64, 128))).toBeGreaterThan(1e-3);
    expect(readdirSync(folder).filter((name) => name.startsWith('a.h5'))).toEqual(['a.h5']);
  });

  it('keeps what it has when it is interrupted, and goes on to the same features', async () => {
    await encodeSlide(svs, options);
    const whole = await readFeatureFile(options.out, 64);
    rmSync(options.out);
    const stopped = await encodeSlide(svs, { ...options, ...stopAfter(2) });
    expect(stopped).toMatchObject({ finish: 'interrupted', tiles: 4, tilesDone: 2 });
    expect(readdirSync(folder).filter((name) => name.startsWith('a.h5'))).toEqual(['a.h5.part']);
    const plans: number[] = [];
    const onStart: EncodeSlideOptions['onStart'] = ({ tilesDone }) => plans.push(tilesDone);
    const resumed = await encodeSlide(svs, { ...options, onStart });
    expect(resumed).toMatchObject({ finish: 'done', tilesDone: 4 });
    expect(plans).toEqual([2]);
    expect(await readFeatureFile(options.out, 64)).toEqual(whole);
  });

  it.each<[string, () => Partial<EncodeSlideOptions>]>([
    ['another encoder', () => ({ encoder: join(folder, 'other') })],
    ['other tiles', () => ({ leastTissue: 0.001 })],
    ['another scale', () => ({ mpp: 0.25 })],
    [
      'a slide that was written again',
      () => {
        utimesSync(svs, new Date(), new Date(Date.now() + 5000));
        return {};
      },
    ],
  ])('begins anew for %s', async (_, change) => {
    await encodeSlide(svs, { ...options, ...stopAfter(1) });
    const plans: number[] = [];
    const onStart: EncodeSlideOptions['onStart'] = ({ tilesDone }) => plans.push(tilesDone);
    await encodeSlide(svs, { ...options, ...change(), onStart, ...stopAfter(1) });
    expect(plans).toEqual([0]);
  });

  it('gives the same features in batches', async () => {
    await encodeSlide(svs, options);
    const { features } = await readFeatureFile(options.out, 64);
    rmSync(options.out);
    await encodeSlide(svs, { ...options, batchSize: 3 });
    const batched = await readFeatureFile(options.out, 64);
    expect(largestDifference(batched.features, features)).toBeLessThan(1e-5);
  });

  it('refuses an output that is there, and a slide without tissue', async () => {
    await encodeSlide(svs, options);
    await expect(encodeSlide(svs, options)).rejects.toThrow(`${options.out}: is there already`);
    const none = { left: 0, top: 0, right: 0, bottom: 0 };
    const blank = await writeSvs(join(folder, 'blank.svs'), slidePicture(700, 600, none), 0.5);
    const out = join(folder, 'blank.h5');
    await expect(encodeSlide(blank, { ...options, out })).rejects.toThrow(
      `${blank}: has no tile of which 10% is tissue (saturation above 15 of 255); if it is not blank`,
    );
  });
});
