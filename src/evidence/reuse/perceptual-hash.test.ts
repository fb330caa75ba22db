import imghash from 'imghash';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../statistics/create-random.ts';
import { loadBlockHasher } from './block-hash.ts';
import { dHashes } from './difference-hash.ts';
import { pHashes } from './perceptual-hash.ts';
import type { Raster } from './resample.ts';
import { applySymmetry, inverseSymmetry, symmetries } from './symmetry.ts';
import { averageWindow, summedArea } from './window-average.ts';

/** Noise: no two coefficients, cells or block means are equal, so no bit is a tie. */
function noise(width: number, height: number): Raster {
  const random = createRandom(7);
  const values = Float32Array.from({ length: width * height }, () => random.nextBelow(256));
  return { width, height, values };
}

const upright = (words: Uint32Array): number[] => [...words.subarray(0, 2)];
const turned = (words: Uint32Array, i: number): number[] => [...words.subarray(2 * i, 2 * (i + 1))];

describe('the eight hashes of one picture are the hashes of the eight turned pictures', () => {
  test.each([12, 32])('pHash on a grid of side %i', (side) => {
    const grid = noise(side, side);
    symmetries.forEach((symmetry, i) => {
      const expected = upright(pHashes(applySymmetry(grid, symmetry)));
      expect(turned(pHashes(grid), i), symmetry).toEqual(expected);
    });
  });

  test('dHash', () => {
    // 72 x 72 divides into 9 and 8, so that turning before and after averaging is the same.
    const picture = noise(72, 72);
    symmetries.forEach((symmetry, i) => {
      const expected = upright(dHashes(summedArea(applySymmetry(picture, symmetry))));
      expect(turned(dHashes(summedArea(picture)), i), symmetry).toEqual(expected);
    });
  });

  test('blockHash', async () => {
    const blockHash = await loadBlockHasher();
    const blocks = noise(8, 8);
    symmetries.forEach((symmetry, i) => {
      const expected = upright(blockHash(applySymmetry(blocks, symmetry)));
      expect(turned(blockHash(blocks), i), symmetry).toEqual(expected);
    });
  });
});

test('pHash sets the bits of the coefficients above the median', () => {
  // One cosine of horizontal frequency 1 and a weaker one of vertical frequency 2: bits 1 and 16.
  const values = Float32Array.from({ length: 32 * 32 }, (_, i) => {
    const angle = (at: number, frequency: number): number =>
      (Math.PI * (2 * at + 1) * frequency) / 64;
    return 100 * Math.cos(angle(i % 32, 1)) + 50 * Math.cos(angle(Math.floor(i / 32), 2));
  });
  const [low = 0] = pHashes({ width: 32, height: 32, values });
  expect(low & ((1 << 1) | (1 << 16))).toBe((1 << 1) | (1 << 16));
  expect(low & 1, 'the DC takes no part').toBe(0);
});

test('the hash of 8 x 8 block means is imghash.hashRaw of the whole picture', async () => {
  // Block means at least 3 levels apart: the hash rounds them, and a tie could fall either way.
  const picture = noise(64, 64);
  picture.values.forEach((level, i) => {
    const block = 8 * Math.floor(i / 512) + Math.floor((i % 64) / 8);
    picture.values[i] = 3 * ((37 * block) % 64) + (level % 9);
  });
  const data = new Uint8ClampedArray(4 * 64 * 64).fill(255);
  picture.values.forEach((level, i) => {
    data.fill(level, 4 * i, 4 * i + 3);
  });
  const whole = imghash.hashRaw({ width: 64, height: 64, data }, 8);
  const blockHash = await loadBlockHasher();
  const everything = { left: 0, top: 0, width: 1, height: 1 };
  const [low = 0, high = 0] = blockHash(averageWindow(summedArea(picture), everything, 8, 8));
  const hex = (word: number): string => word.toString(16).padStart(8, '0');
  expect(hex(high) + hex(low)).toBe(whole);
});

test('every symmetry is undone by its inverse', () => {
  const picture = noise(5, 3);
  for (const symmetry of symmetries) {
    const back = applySymmetry(applySymmetry(picture, symmetry), inverseSymmetry(symmetry));
    expect(back, symmetry).toEqual(picture);
  }
});

test('a quarter turn goes clockwise', () => {
  const picture = { width: 2, height: 2, values: Float32Array.of(1, 2, 3, 4) };
  expect([...applySymmetry(picture, 'rotated-90').values]).toEqual([3, 1, 4, 2]);
});
