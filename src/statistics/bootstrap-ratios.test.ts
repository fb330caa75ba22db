import { describe, expect, it } from 'vitest';
import { bootstrapRatios } from './bootstrap-ratios.ts';
import { meanEstimate } from './mean-estimate.ts';

const ids = Array.from({ length: 40 }, (_, item) => `image-${Math.floor(item / 2)}`);
const score = ids.map((_, item) => (item % 5 === 0 ? 0 : 1));
const control = ids.map((_, item) => (item % 3 === 0 ? 1 : 0));
const ones = ids.map(() => 1);
const clean = ids.map((_, item) => (item < 30 ? 1 : 0));

describe('bootstrapRatios', () => {
  it('gives means, means of subsets, differences and shares of sums, by hand', () => {
    const estimates = bootstrapRatios(
      [
        { numerator: score, denominator: ones },
        { numerator: score.map((value, item) => value * clean[item]!), denominator: clean },
        { numerator: score.map((value, item) => value - control[item]!), denominator: ones },
        { numerator: control, denominator: score },
      ],
      ids,
    );
    // 32 of 40 right; 24 of the first 30; 14 right by the control: (32 - 14) / 40; 14 / 32.
    expect(estimates.map(({ value, n, clusters }) => [value, n, clusters])).toEqual([
      [32 / 40, 40, 20],
      [24 / 30, 30, 15],
      [18 / 40, 40, 20],
      [14 / 32, 32, 20],
    ]);
    for (const { value, interval } of estimates) {
      expect(interval.lower).toBeLessThan(value);
      expect(interval.upper).toBeGreaterThan(value);
      expect(interval.method).toBe('cluster bootstrap BCa, expanded (B = 9999)');
    }
  });

  it('keeps what belongs together together: a sum’s bounds do not depend on its neighbours', () => {
    const ratio = { numerator: score, denominator: ones };
    const other = { numerator: control, denominator: ones };
    expect(bootstrapRatios([other, ratio], ids)[1]).toEqual(bootstrapRatios([ratio], ids)[0]);
  });

  it('reports the effective n of a mean as meanEstimate does', () => {
    const [estimate] = bootstrapRatios([{ numerator: score, denominator: ones }], ids);
    expect(estimate?.effectiveN).toBeCloseTo(meanEstimate(score, ids).effectiveN, 9);
  });

  it('falls back to the default interval where every item is right', () => {
    const [estimate] = bootstrapRatios([{ numerator: ones, denominator: clean }], ids);
    expect(estimate?.value).toBeCloseTo(4 / 3, 12);
    const [all] = bootstrapRatios([{ numerator: clean, denominator: clean }], ids);
    expect(all?.interval).toEqual(meanEstimate(new Array(30).fill(1), ids.slice(0, 30)).interval);
  });

  it('falls back to a linearised interval where a difference never varies', () => {
    const zeros = ids.map(() => 0);
    const [none] = bootstrapRatios([{ numerator: zeros, denominator: score }], ids);
    expect(none?.interval.method).toBe('Wilson on the effective n');
    const [minus] = bootstrapRatios([{ numerator: ids.map(() => -1), denominator: ones }], ids);
    expect(minus?.interval.method).toBe('Bonett-Price on the effective n, linearised');
    expect(minus?.interval.lower).toBeLessThan(-1);
  });

  it('leaves out resamples that miss the subset', () => {
    const one = ids.map((_, item) => (item < 2 ? 1 : 0));
    const [estimate] = bootstrapRatios([{ numerator: one, denominator: one }], ids);
    expect(estimate).toMatchObject({ value: 1, n: 2, clusters: 1 });
    expect(estimate?.interval).toMatchObject({ lower: 0, upper: 1 });
  });

  it('does not depend on the order of the items, and repeats for the same seed', () => {
    const reversed = <T>(list: readonly T[]): T[] => [...list].reverse();
    const there = bootstrapRatios([{ numerator: score, denominator: clean }], ids, { seed: 2 });
    const back = bootstrapRatios(
      [{ numerator: reversed(score), denominator: reversed(clean) }],
      reversed(ids),
      { seed: 2 },
    );
    expect(back).toEqual(there);
  });

  it('refuses unequal lists, NaN and a denominator of 0', () => {
    expect(() => bootstrapRatios([{ numerator: [1], denominator: [1, 1] }], ['a'])).toThrow(
      'numerator has 1 entries, denominator has 2',
    );
    expect(() => bootstrapRatios([{ numerator: [Number.NaN], denominator: [1] }], ['a'])).toThrow(
      'numerator[0] is NaN',
    );
    expect(() => bootstrapRatios([{ numerator: [1], denominator: [0] }], ['a'])).toThrow(
      'a denominator sums to 0',
    );
  });
});
