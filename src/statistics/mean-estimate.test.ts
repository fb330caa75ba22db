import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '../../test/fixtures/statistics/golden_stats.json' with { type: 'json' };
import { meanEstimate } from './mean-estimate.ts';
import { wilsonInterval } from './wilson-interval.ts';

const singles = (n: number) => Array.from({ length: n }, (_, item) => `item-${item}`);
const rightOf = (k: number, n: number) =>
  Array.from({ length: n }, (_, item) => (item < k ? 1 : 0));

const scoredItems = fc.array(
  fc.tuple(
    fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true })),
    fc.nat(6),
  ),
  { minLength: 1, maxLength: 40 },
);

describe('meanEstimate', () => {
  it.each(golden.proportion.filter(({ n }) => n > 1))(
    'is Wilson’s interval for $k of $n single items',
    ({ k, n, wilson }) => {
      const { interval, value, effectiveN } = meanEstimate(rightOf(k, n), singles(n));
      expect([interval.lower, interval.upper]).toEqual([
        expect.closeTo(wilson[0]!, 9),
        expect.closeTo(wilson[1]!, 9),
      ]);
      expect([value, effectiveN, interval.method]).toEqual([k / n, n, 'Wilson']);
    },
  );

  it('reports what clustering costs, by hand', () => {
    // Three pairs (1 1)(1 0)(0 0): ICC 1/2 as in clusters.test.ts, design effect 1 + (2 - 1) / 2.
    const estimate = meanEstimate([1, 1, 1, 0, 0, 0], ['a', 'a', 'b', 'b', 'c', 'c']);
    expect(estimate).toEqual({
      value: 0.5,
      n: 6,
      effectiveN: expect.closeTo(4, 12),
      clusters: 3,
      designEffect: expect.closeTo(1.5, 12),
      icc: expect.closeTo(0.5, 12),
      interval: expect.objectContaining({ level: 0.95, method: 'Wilson on the effective n' }),
    });
  });

  it('is wider for clusters that agree than for single items', () => {
    const values = rightOf(30, 40);
    const pairs = values.map((_, item) => `image-${Math.floor(item / 2)}`);
    const clustered = meanEstimate(values, pairs).interval;
    const single = wilsonInterval(30, 40);
    expect(clustered.upper - clustered.lower).toBeGreaterThan(1.3 * (single.upper - single.lower));
  });

  it('is narrower for graded scores than for right-or-wrong ones of the same mean', () => {
    const graded = meanEstimate([0.4, 0.5, 0.6, 0.5, 0.45, 0.55], singles(6)).interval;
    const binary = meanEstimate([1, 0, 1, 0, 1, 0], singles(6)).interval;
    expect(graded.upper - graded.lower).toBeLessThan((binary.upper - binary.lower) / 2);
  });

  it('never shrinks to a point: all right, all wrong, all nearly right, all the same', () => {
    for (const score of [0, 0.00001, 0.99999, 1]) {
      const { interval } = meanEstimate(new Array(20).fill(score), singles(20));
      expect(interval.upper - interval.lower).toBeGreaterThan(0.15);
    }
    const { interval } = meanEstimate(new Array(20).fill(0.7), singles(20));
    expect(interval.upper - interval.lower).toBeGreaterThan(0.05);
  });

  it('is the whole range for one cluster, one item included', () => {
    const interval = { lower: 0, upper: 1, level: 0.95, method: 'whole range (one cluster)' };
    expect(meanEstimate([1], ['a']).interval).toEqual(interval);
    expect(meanEstimate([1, 0, 1], ['a', 'a', 'a']).interval).toEqual(interval);
  });

  it('contains the mean, stays in [0, 1] and does not depend on the order of the items', () => {
    fc.assert(
      fc.property(scoredItems, fc.double({ min: 0.5, max: 0.99, noNaN: true }), (items, level) => {
        const of = (list: typeof items) =>
          meanEstimate(
            list.map(([value]) => value),
            list.map(([, id]) => `c${id}`),
            { level },
          );
        const { value, interval } = of(items);
        expect(interval.lower).toBeGreaterThanOrEqual(0);
        expect(interval.upper).toBeLessThanOrEqual(1);
        expect(interval.lower).toBeLessThanOrEqual(value + 1e-12);
        expect(interval.upper).toBeGreaterThanOrEqual(value - 1e-12);
        const reversed = of([...items].reverse());
        expect(reversed.value).toBeCloseTo(value, 12);
        expect(reversed.interval.lower).toBeCloseTo(interval.lower, 9);
      }),
    );
  });

  it('mirrors when right and wrong swap', () => {
    fc.assert(
      fc.property(scoredItems, (items) => {
        const ids = items.map(([, id]) => `c${id}`);
        const right = meanEstimate(
          items.map(([value]) => value),
          ids,
        );
        const wrong = meanEstimate(
          items.map(([value]) => 1 - value),
          ids,
        );
        expect(wrong.interval.lower).toBeCloseTo(1 - right.interval.upper, 6);
      }),
    );
  });

  it('refuses no items, NaN, a score above 1, unequal lists and a bad level', () => {
    expect(() => meanEstimate([], [])).toThrow('meanEstimate: values is empty');
    expect(() => meanEstimate([1, Number.NaN], ['a', 'b'])).toThrow('values[1] is NaN');
    expect(() => meanEstimate([1, 75], ['a', 'b'])).toThrow(
      'values[1] is 75; scores must be in [0, 1]',
    );
    expect(() => meanEstimate([1, 0], ['a'])).toThrow('clusterIds has 1');
    expect(() => meanEstimate([1], ['a'], { level: 95 })).toThrow('got 95');
  });
});
