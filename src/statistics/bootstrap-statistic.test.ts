import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapRatios } from './bootstrap-ratios.ts';
import { bootstrapStatistic } from './bootstrap-statistic.ts';
import { percentileInterval } from './percentile-interval.ts';

const ids = Array.from({ length: 40 }, (_, item) => `image-${Math.floor(item / 2)}`);
const score = Float64Array.from(ids, (_, item) => (item % 5 === 0 ? 0 : 1));
const clean = Float64Array.from(ids, (_, item) => (item < 30 ? 1 : 0));
const ratio = (sums: ArrayLike<number>): number | undefined =>
  sums[1]! > 0 ? sums[0]! / sums[1]! : undefined;

describe('bootstrapStatistic', () => {
  it('has the interval of bootstrapRatios for a ratio of sums', () => {
    const columns = [score.map((value, item) => value * clean[item]!), clean];
    const estimate = bootstrapStatistic(
      { columns, statistic: ratio, clusterIds: ids },
      { seed: 3 },
    );
    const [expected] = bootstrapRatios(
      [{ numerator: [...columns[0]!], denominator: [...clean] }],
      ids,
      { seed: 3 },
    );
    expect(estimate?.value).toBe(expected?.value);
    // That function counts the 15 clusters that hold clean items, this one all 20.
    expect(estimate?.clusters).toBe(20);
    expect(estimate?.interval.method).toBe(expected?.interval.method);
    expect(estimate?.interval.lower).toBeCloseTo(expected!.interval.lower, 1);
    const whole = bootstrapStatistic(
      { columns: [score, score.map(() => 1)], statistic: ratio, clusterIds: ids },
      { seed: 3 },
    );
    const all = bootstrapRatios([{ numerator: [...score], denominator: ids.map(() => 1) }], ids, {
      seed: 3,
    })[0]!;
    expect(whole?.interval).toEqual(all.interval);
  });

  it('leaves out and counts the resamples without a value', () => {
    const one = score.map((_, item) => (item < 2 ? 1 : 0));
    const estimate = bootstrapStatistic(
      { columns: [score, one], statistic: ratio, clusterIds: ids },
      { resamples: 2000 },
    )!;
    // The one cluster is missed with probability (19/20)^20 = .358.
    expect(estimate.undefinedResamples / 2000).toBeGreaterThan(0.32);
    expect(estimate.undefinedResamples / 2000).toBeLessThan(0.4);
    expect(estimate.replicates.length).toBe(2000 - estimate.undefinedResamples);
    expect(estimate.replicates.every(Number.isFinite)).toBe(true);
  });

  it('has no width where the statistic never varies, as a rank', () => {
    const rank = bootstrapStatistic({ columns: [score], statistic: () => 1, clusterIds: ids });
    expect(rank?.interval).toEqual({
      lower: 1,
      upper: 1,
      level: 0.95,
      method: 'cluster bootstrap percentile (B = 9999)',
    });
    expect(rank?.interval).toEqual(percentileInterval(rank!.replicates));
  });

  it('is undefined where the statistic is, and with one cluster', () => {
    const nowhere = { columns: [score], statistic: () => undefined, clusterIds: ids };
    expect(bootstrapStatistic(nowhere)).toBeUndefined();
    const clusterIds = ids.map(() => 'one');
    expect(
      bootstrapStatistic({ columns: [score, clean], statistic: ratio, clusterIds }),
    ).toBeUndefined();
  });

  it('does not depend on the order of the items', () => {
    const order = fc.shuffledSubarray([...ids.keys()], { minLength: ids.length });
    const options = { resamples: 99, seed: 1 };
    const expected = bootstrapStatistic(
      { columns: [score, clean], statistic: ratio, clusterIds: ids },
      options,
    );
    fc.assert(
      fc.property(order, (items) => {
        const columns = [score, clean].map((column) =>
          Float64Array.from(items, (item) => column[item]!),
        );
        const clusterIds = items.map((item) => ids[item]!);
        expect(bootstrapStatistic({ columns, statistic: ratio, clusterIds }, options)).toEqual(
          expected,
        );
      }),
      { numRuns: 20 },
    );
  });

  it('refuses no columns, unequal lengths, NaN and a bad option', () => {
    const of = (columns: Float64Array[], options = {}) =>
      bootstrapStatistic({ columns, statistic: ratio, clusterIds: ids }, options);
    expect(() => of([])).toThrow('bootstrapStatistic: columns is empty');
    expect(() => of([score, clean.subarray(1)])).toThrow('columns[1] has 39 entries');
    expect(() => of([score.map(() => Number.NaN)])).toThrow('columns[0][0] is NaN');
    expect(() => of([score], { resamples: 0 })).toThrow('got 0');
  });
});
