import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, randomFromState } from './create-random.ts';
import { deriveSeed } from './derive-seed.ts';

describe('createRandom', () => {
  it('is xoshiro128** (the reference generator’s first outputs from state 1, 2, 3, 4)', () => {
    // Steps of the authors' C code (https://prng.di.unimi.it/xoshiro128starstar.c) worked in Python integers.
    const random = randomFromState(Int32Array.of(1, 2, 3, 4));
    const drawn = Array.from({ length: 10 }, () => random.nextUint32());
    expect(drawn).toEqual([
      11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597,
      4258142804,
    ]);
  });

  it('gives the same stream for the same seed and another for another', () => {
    const stream = (seed: number) => {
      const random = createRandom(seed);
      return Array.from({ length: 5 }, () => random.nextUint32());
    };
    expect(stream(7)).toEqual(stream(7));
    const streams = [0, 1, 2, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1].map((seed) => stream(seed).join());
    expect(new Set(streams).size).toBe(streams.length);
  });

  it('stays below any bound, to the largest', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, bound) => {
        const value = createRandom(seed).nextBelow(bound);
        return Number.isInteger(value) && value >= 0 && value < bound;
      }),
    );
  });

  it('takes the high word of drawn x bound exactly', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, bound) => {
        const words = createRandom(seed);
        const rejected = 2n ** 32n % BigInt(bound);
        let product = BigInt(words.nextUint32()) * BigInt(bound);
        while (product % 2n ** 32n < rejected) product = BigInt(words.nextUint32()) * BigInt(bound);
        return createRandom(seed).nextBelow(bound) === Number(product >> 32n);
      }),
    );
  });

  it('favours no value: chi-square of 60,000 rolls of a die below its 99.9% point', () => {
    const random = createRandom(3);
    const counts = new Array<number>(6).fill(0);
    for (let roll = 0; roll < 60_000; roll++) counts[random.nextBelow(6)]! += 1;
    const chiSquare = counts.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0);
    expect(chiSquare).toBeLessThan(20.515); // scipy 1.17.1: chi2.ppf(.999, 5)
  });

  it('fills a list with what single calls return', () => {
    const filled = new Uint32Array(50);
    createRandom(9).fillBelow(filled, 113);
    const random = createRandom(9);
    expect([...filled]).toEqual(Array.from({ length: 50 }, () => random.nextBelow(113)));
  });

  it('gives floats in [0, 1) with mean near one half', () => {
    const random = createRandom(4);
    const values = Array.from({ length: 10_000 }, () => random.nextFloat());
    expect(values.every((value) => value >= 0 && value < 1)).toBe(true);
    // Standard error of the mean: sqrt(1/12/10000) = 0.0029.
    expect(values.reduce((sum, value) => sum + value, 0) / 10_000).toBeCloseTo(0.5, 1);
  });

  it('refuses a bad seed or bound, with its value', () => {
    expect(() => createRandom(-1)).toThrow('seed must be a non-negative integer, got -1');
    expect(() => createRandom(Number.NaN)).toThrow('got NaN');
    expect(() => createRandom(0).nextBelow(0)).toThrow(
      'bound must be an integer in [1, 2^32], got 0',
    );
    expect(() => createRandom(0).nextBelow(2 ** 32 + 1)).toThrow(RangeError);
  });
});

describe('deriveSeed', () => {
  it('keeps labels and seeds apart', () => {
    const seeds = [0, 1, 2 ** 40].flatMap((seed) =>
      ['a', 'b', 'ab', 'é', '量'].map((label) => deriveSeed(seed, label)),
    );
    expect(new Set(seeds).size).toBe(seeds.length);
    expect(seeds.every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(true);
  });

  it('is stable: results made with it can be made again', () => {
    expect(deriveSeed(0, 'image-reuse')).toBe(deriveSeed(0, 'image-reuse'));
    expect(() => deriveSeed(0.5, 'x')).toThrow('got 0.5');
  });
});
