import { describe, expect, it } from 'vitest';
import golden from '../../test/fixtures/statistics/golden_stats.json' with { type: 'json' };
import { basicInterval } from './basic-interval.ts';
import { bcaAcceleration, bcaInterval } from './bca-interval.ts';
import { bootstrapMean, leaveOneOut } from './bootstrap-mean.ts';
import { percentileInterval } from './percentile-interval.ts';
import { resampleSums } from './resample-sums.ts';
import { studentizedInterval } from './studentized-interval.ts';

const { x, a: acceleration } = golden.bca_acceleration_mean;
const singles = x.map((_, item) => `item-${item}`);
const ones = Float64Array.from(x, () => 1);

/** Every draw of `clusters` clusters with replacement, all equally likely. */
function allDraws(clusters: number): number[][] {
  let draws: number[][] = [[]];
  for (let step = 0; step < clusters; step++) {
    draws = draws.flatMap((draw) => [...new Array(clusters).keys()].map((next) => [...draw, next]));
  }
  return draws;
}

describe('resampleSums', () => {
  it('draws every resample of four unequal clusters equally often', () => {
    const sums = Float64Array.of(1, 0, 2, 1);
    const sizes = Float64Array.of(1, 2, 3, 1);
    const exact = new Map<string, number>();
    for (const draw of allDraws(4)) {
      const key =
        draw.reduce((sum, index) => sum + sums[index]!, 0) +
        '/' +
        draw.reduce((sum, index) => sum + sizes[index]!, 0);
      exact.set(key, (exact.get(key) ?? 0) + 1 / 256);
    }
    const resamples = 100_000;
    const [drawnSums, drawnSizes] = resampleSums([sums, sizes], { resamples, seed: 5 });
    const seen = new Map<string, number>();
    for (let index = 0; index < resamples; index++) {
      const key = `${drawnSums![index]}/${drawnSizes![index]}`;
      seen.set(key, (seen.get(key) ?? 0) + 1 / resamples);
    }
    expect([...seen.keys()].sort()).toEqual([...exact.keys()].sort());
    for (const [key, probability] of exact) {
      const error = Math.sqrt((probability * (1 - probability)) / resamples);
      expect(Math.abs(seen.get(key)! - probability)).toBeLessThan(5 * error);
    }
  });

  it('draws within each stratum', () => {
    // Stratum of 0s and stratum of 1 to 3: the sum lies in 3 … 9 whatever is drawn.
    const [sums] = resampleSums([Float64Array.of(0, 0, 1, 2, 3)], {
      resamples: 2000,
      seed: 1,
      strata: [2, 3],
    });
    expect([Math.min(...sums!), Math.max(...sums!)]).toEqual([3, 9]);
  });

  it('knows the sum of a constant column', () => {
    const [sums] = resampleSums([Float64Array.of(2, 2, 2)], { resamples: 3, seed: 0 });
    expect([...sums!]).toEqual([6, 6, 6]);
  });
});

describe('bootstrapMean', () => {
  // scipy.stats.bootstrap with 200,000 resamples; the tolerance is four times its and our own error.
  it.each([
    ['percentile', golden.boot_mean_percentile],
    ['basic', golden.boot_mean_basic],
    ['bca', golden.boot_mean_BCa],
  ] as const)('agrees with scipy’s %s interval', (method, expected) => {
    const { lower, upper } = bootstrapMean(x, singles, { method, resamples: 99_999 });
    expect(Math.abs(lower - expected[0]!)).toBeLessThan(0.004);
    expect(Math.abs(upper - expected[1]!)).toBeLessThan(0.004);
  });

  it('matches the exact percentiles over all 27 resamples of three unequal clusters', () => {
    // Means 2/2, 0/1, 1/3. Of the 27 draws the smallest mean is 0 (b b b) and the largest 1 (a a a),
    // each with probability 1/27 = 3.7%: the 2.5% and 97.5% points are 0 and 1, the 10% and 90% ones not.
    const values = [1, 1, 0, 1, 0, 0];
    const ids = ['a', 'a', 'b', 'c', 'c', 'c'];
    const means = allDraws(3)
      .map((draw) => {
        const sums = draw.map(
          (index) =>
            [
              [2, 2],
              [0, 1],
              [1, 3],
            ][index]!,
        );
        return sums.reduce((sum, [s]) => sum + s!, 0) / sums.reduce((sum, [, m]) => sum + m!, 0);
      })
      .sort((p, q) => p - q);
    const quantile = (share: number) => means[Math.ceil(27 * share) - 1];
    for (const level of [0.95, 0.8]) {
      const interval = bootstrapMean(values, ids, {
        method: 'percentile',
        level,
        resamples: 49_999,
      });
      expect(interval.lower).toBeCloseTo(quantile((1 - level) / 2)!, 12);
      expect(interval.upper).toBeCloseTo(quantile((1 + level) / 2)!, 12);
    }
  });

  it('is a point for equal clusters, as its example says', () => {
    const interval = bootstrapMean([1, 0, 1, 0], ['a', 'a', 'b', 'b'], { method: 'percentile' });
    expect([interval.lower, interval.upper]).toEqual([0.5, 0.5]);
    expect(interval.method).toBe('cluster bootstrap percentile (B = 9999)');
  });

  it('is narrower when strata explain the differences', () => {
    const values = [0, 0, 0.1, 0, 1, 1, 0.9, 1];
    const ids = values.map((_, item) => String(item));
    const strata = values.map((value) => (value < 0.5 ? 'hard' : 'easy'));
    const plain = bootstrapMean(values, ids, { method: 'percentile' });
    const stratified = bootstrapMean(values, ids, { method: 'percentile', strata });
    expect(stratified.upper - stratified.lower).toBeLessThan((plain.upper - plain.lower) / 5);
  });

  it('makes the studentised interval wider than the percentile one for few items', () => {
    const studentized = bootstrapMean(x, singles, { method: 'studentized' });
    const percentile = bootstrapMean(x, singles, { method: 'percentile' });
    expect(studentized.upper - studentized.lower).toBeGreaterThan(
      percentile.upper - percentile.lower,
    );
    expect(studentized.lower).toBeLessThan(percentile.lower);
  });

  it('gives the same bounds for the same seed and any order of the items', () => {
    const order = [...x.keys()].sort((p, q) => ((p * 7) % 20) - ((q * 7) % 20));
    const shuffled = bootstrapMean(
      order.map((item) => x[item]!),
      order.map((item) => singles[item]!),
      { seed: 3 },
    );
    expect(shuffled).toEqual(bootstrapMean(x, singles, { seed: 3 }));
  });

  it('says that BCa and studentised do not exist where nothing varies', () => {
    for (const method of ['bca', 'studentized'] as const) {
      expect(() => bootstrapMean([1, 1, 1], ['a', 'b', 'c'], { method })).toThrow(
        'the resamples do not vary, so this interval does not exist; use meanEstimate',
      );
    }
  });

  it('refuses one cluster, no items, NaN, no resamples and a cluster in two strata', () => {
    expect(() => bootstrapMean([1, 0], ['a', 'a'])).toThrow('needs at least two clusters, got 1');
    expect(() => bootstrapMean([], [])).toThrow('values is empty');
    expect(() => bootstrapMean([Number.NaN], ['a'])).toThrow('values[0] is NaN');
    expect(() => bootstrapMean([1, 0], ['a', 'b'], { resamples: 0 })).toThrow('got 0');
    expect(() => bootstrapMean([1, 0, 1], ['a', 'a', 'b'], { strata: ['s', 't', 's'] })).toThrow(
      'cluster "a" lies in strata "s" and "t"',
    );
  });
});

describe('bcaAcceleration', () => {
  it('agrees with the reference for a mean', () => {
    const jackknife = leaveOneOut(Float64Array.from(x), ones);
    expect(bcaAcceleration(jackknife)).toBeCloseTo(acceleration, 12);
  });

  it('agrees with the reference for a variance', () => {
    const variance = (values: readonly number[]) => {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    };
    const jackknife = Float64Array.from(x, (_, left) =>
      variance(x.filter((__, item) => item !== left)),
    );
    expect(variance(x)).toBeCloseTo(golden.bca_acceleration_var.theta, 12);
    expect(bcaAcceleration(jackknife)).toBeCloseTo(golden.bca_acceleration_var.a, 10);
  });
});

describe('intervals read off replicates', () => {
  const replicates = Float64Array.from({ length: 99 }, (_, index) => (index + 1) / 100);

  it('take the (B + 1) x share-th replicate', () => {
    const { lower, upper } = percentileInterval(replicates, { level: 0.9 });
    expect([lower, upper]).toEqual([expect.closeTo(0.05, 12), expect.closeTo(0.95, 12)]);
  });

  it('reflect at the estimate for the basic interval', () => {
    const { lower, upper } = basicInterval(replicates, 0.6, { level: 0.9 });
    expect([lower, upper]).toEqual([expect.closeTo(0.25, 12), expect.closeTo(1.15, 12)]);
  });

  it('leave percentiles alone where BCa has no bias and no acceleration', () => {
    const { lower, upper } = bcaInterval(replicates, 0.5, Float64Array.of(1, 2, 3), {
      level: 0.9,
    })!;
    expect([lower, upper]).toEqual([expect.closeTo(0.05, 10), expect.closeTo(0.95, 10)]);
  });

  it('do not exist for BCa when all replicates lie on one side', () => {
    expect(bcaInterval(replicates, 2, Float64Array.of(1, 2, 3))).toBeUndefined();
    expect(bcaInterval(replicates, 0.5, Float64Array.of(1, 1))).toBeUndefined();
  });

  it('count the resamples without spread in the studentised method', () => {
    const interval = studentizedInterval(
      Float64Array.of(0.4, 0.5, 0.6, 1),
      Float64Array.of(0.1, 0.1, 0.1, 0),
      0.5,
      0.1,
      { level: 0.5 },
    );
    // Quotients -1, 0, 1: the quartiles of three are the outer ones.
    expect(interval).toEqual({
      lower: expect.closeTo(0.4, 12),
      upper: expect.closeTo(0.6, 12),
      level: 0.5,
      method: 'cluster bootstrap studentised (B = 4, 1 without spread left out)',
    });
    expect(studentizedInterval(Float64Array.of(1), Float64Array.of(0), 1, 0)).toBeUndefined();
  });

  it('refuse an empty list', () => {
    expect(() => percentileInterval(new Float64Array())).toThrow('replicates is empty');
  });
});
