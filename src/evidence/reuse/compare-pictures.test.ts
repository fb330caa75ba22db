import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { alignWindow } from './align.ts';
import { comparePictures } from './compare-pictures.ts';
import { correlation } from './correlation.ts';
import { decodeImage } from './decode-image.ts';
import { judgeComparison } from './judge-comparison.ts';
import { buildPyramid, type Pyramid } from './pyramid.ts';
import { solveLinear } from './solve-linear.ts';

const images = join(import.meta.dirname, '../../../examples/demo/images/radiology');
const whole = { left: 0, top: 0, width: 1, height: 1 };

async function pyramidOf(bytes: Uint8Array): Promise<Pyramid> {
  return buildPyramid(await decodeImage(bytes));
}

const original = await readFile(join(images, 'R008_E1_2.png'));
const { width, height } = (await sharp(original).metadata()) as { width: number; height: number };

describe('comparePictures', () => {
  test('finds a picture identical to itself', async () => {
    const pyramid = await pyramidOf(original);
    const { correlation: alike, detail, overlap } = comparePictures(pyramid, pyramid, whole);
    expect([alike, detail, overlap]).toEqual([expect.closeTo(1, 6), expect.closeTo(1, 6), 1]);
  });

  test('lays a crop where it was cut out', async () => {
    const cut = {
      left: 14,
      top: 9,
      width: Math.round(0.8 * width),
      height: Math.round(0.8 * height),
    };
    const crop = await pyramidOf(await sharp(original).extract(cut).png().toBuffer());
    const start = { left: 0.15, top: 0.1, width: 0.8, height: 0.8 };
    const comparison = comparePictures(crop, await pyramidOf(original), start);
    expect(judgeComparison(comparison)).toBe('verified');
    expect(comparison.overlap).toBeGreaterThan(0.98);
  });

  test('refutes another slice of the same scan', async () => {
    const [first, second] = [
      await pyramidOf(original),
      await pyramidOf(await readFile(join(images, 'R001_E1_1.png'))),
    ];
    expect(judgeComparison(comparePictures(first, second, whole))).toBe('refuted');
  });

  test('is the same whichever picture is laid on the other', async () => {
    const copy = await pyramidOf(
      await sharp(original).resize(100).jpeg({ quality: 70 }).toBuffer(),
    );
    const first = await pyramidOf(original);
    const [forth, back] = [
      comparePictures(first, copy, whole),
      comparePictures(copy, first, whole),
    ];
    expect(forth.correlation).toBeCloseTo(back.correlation, 2);
  });
});

describe('judgeComparison', () => {
  const verdict = (alike: number, detail: number | undefined, overlap = 1): string =>
    judgeComparison({ correlation: alike, overlap, ...(detail !== undefined && { detail }) });

  test('proof needs agreement over all and in detail', () => {
    expect(verdict(0.97, 0.85)).toBe('verified');
    expect(verdict(0.9699, 0.85)).toBe('candidate');
    expect(verdict(0.97, 0.8499)).toBe('candidate');
  });

  test('smooth pictures stay candidates, whatever their correlation', () => {
    expect(verdict(0.999, undefined)).toBe('candidate');
    expect(verdict(0.96, undefined)).toBe('refuted');
  });

  test('look-alikes without common detail are refuted', () => {
    expect(verdict(0.9699, 0.4999)).toBe('refuted');
    expect(verdict(0.9, 0.5)).toBe('candidate');
  });

  test('a small overlap proves nothing', () => {
    expect(verdict(1, 1, 0.49)).toBe('refuted');
  });
});

test('alignment climbs to a window a few per cent away', () => {
  const scene = (x: number, y: number): number =>
    100 + 60 * Math.sin(9 * x) * Math.cos(7 * y) + 30 * Math.sin(17 * x + 5 * y);
  const raster = (left: number, top: number, side: number) => ({
    width: 64,
    height: 64,
    values: Float32Array.from({ length: 4096 }, (_, i) =>
      scene(left + (side * ((i % 64) + 0.5)) / 64, top + (side * (Math.floor(i / 64) + 0.5)) / 64),
    ),
  });
  const start = { left: 0.13, top: 0.06, width: 0.83, height: 0.77 };
  const found = alignWindow(raster(0.1, 0.1, 0.8), raster(0, 0, 1), start, 20);
  expect(found.left).toBeCloseTo(0.1, 2);
  expect(found.top).toBeCloseTo(0.1, 2);
  expect(found.width).toBeCloseTo(0.8, 2);
  expect(found.height).toBeCloseTo(0.8, 2);
});

test('correlation ignores brightness, contrast and cells that one side lacks', () => {
  const first = Float32Array.of(1, 2, 3, 4, 100);
  expect(correlation(first, Float32Array.of(12, 14, 16, 18, Number.NaN))).toBeCloseTo(1, 9);
  expect(correlation(first, Float32Array.of(5, 5, 5, 5, 5))).toBe(0);
});

test('solveLinear solves with pivoting and refuses a singular matrix', () => {
  // 0x + 2y = 4 and 3x + y = 5: x = 1, y = 2.
  const right = Float64Array.of(4, 5);
  expect(solveLinear(Float64Array.of(0, 2, 3, 1), right)).toBe(true);
  expect([...right]).toEqual([expect.closeTo(1, 12), expect.closeTo(2, 12)]);
  expect(solveLinear(Float64Array.of(1, 2, 2, 4), Float64Array.of(1, 2))).toBe(false);
});
