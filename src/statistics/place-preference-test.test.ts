import { describe, expect, it } from 'vitest';
import { createRandom, type RandomSource } from './create-random.ts';
import { type CircularChoices, placePreferenceTest } from './place-preference-test.ts';

/** A model that takes `favourite` with the given probability, else any content at random. */
function choices(random: RandomSource, favour: number, options: number): CircularChoices {
  const places = Array.from({ length: options }, () =>
    random.nextFloat() < favour ? 0 : random.nextBelow(options),
  );
  return { options, places };
}

describe('placePreferenceTest', () => {
  it('sees nothing in a model that follows content', () => {
    const follows = Array.from({ length: 30 }, (_, index) => ({
      options: 4,
      places: [0, 1, 2, 3].map((rotation) => (index + rotation) % 4),
    }));
    expect(placePreferenceTest(follows)).toMatchObject({ chiSquare: 0, pValue: 1 });
  });

  it('gives the exact p-value of two items within its Monte Carlo error', () => {
    // Both items take the first of two places twice: counts 4 and 0, chi-squared 2 (4 - 2)^2 / 2 = 4.
    // Moves put the two items on the same place in 2 of 4 cases, which is as extreme: p = 1/2.
    const items = [0, 1].map(() => ({ options: 2, places: [0, 0] }));
    const { chiSquare, pValue } = placePreferenceTest(items, { resamples: 9999, seed: 1 });
    expect(chiSquare).toBe(4);
    expect(pValue).toBeCloseTo(0.5, 1);
    expect(Math.abs(pValue - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / 9999));
  });

  it('sums over numbers of options', () => {
    // (4 - 2)^2 / 2 x 2 = 4, and (3 - 1)^2 + 2 x (0 - 1)^2 = 6.
    const items = [
      { options: 2, places: [0, 0] },
      { options: 2, places: [0, 0] },
      { options: 3, places: [2, 2, 2] },
    ];
    expect(placePreferenceTest(items).chiSquare).toBe(10);
  });

  it('finds a planted preference', () => {
    const random = createRandom(5);
    const items = Array.from({ length: 100 }, (_, index) => choices(random, 0.3, 2 + (index % 3)));
    expect(placePreferenceTest(items, { seed: 2 }).pValue).toBeLessThan(0.01);
  });

  it('raises a false alarm in about 5% of benchmarks without preference', () => {
    const random = createRandom(6);
    let alarms = 0;
    for (let run = 0; run < 400; run++) {
      const items = Array.from({ length: 20 }, (_, index) => choices(random, 0, 2 + (index % 3)));
      if (placePreferenceTest(items, { resamples: 199, seed: run }).pValue <= 0.05) alarms++;
    }
    // Standard error of 5% in 400 runs: 1.1%.
    expect(alarms / 400).toBeGreaterThan(0.017);
    expect(alarms / 400).toBeLessThan(0.083);
  });

  it('refuses what is no full circle', () => {
    expect(() => placePreferenceTest([])).toThrow('items is empty');
    expect(() => placePreferenceTest([{ options: 3, places: [0, 1] }])).toThrow('3 options has 2');
    expect(() => placePreferenceTest([{ options: 2, places: [0, 2] }])).toThrow(
      'place 2 does not exist among 2 options',
    );
  });
});
