import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '../../test/fixtures/statistics/golden_stats.json' with { type: 'json' };
import { clopperPearsonInterval } from './clopper-pearson-interval.ts';
import { wilsonInterval } from './wilson-interval.ts';

describe.each([
  ['wilsonInterval', wilsonInterval, 'wilson'],
  ['clopperPearsonInterval', clopperPearsonInterval, 'clopperPearson'],
] as const)('%s', (name, interval, key) => {
  it.each(golden.proportion)('agrees with scipy’s binomtest for $k of $n', (example) => {
    const { lower, upper, level } = interval(example.k, example.n);
    expect(lower).toBeCloseTo(example[key][0]!, 9);
    expect(upper).toBeCloseTo(example[key][1]!, 9);
    expect(level).toBe(0.95);
  });

  it('contains the proportion, stays in [0, 1] and mirrors when right and wrong swap', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.5, max: 500, noNaN: true }),
        fc.integer({ min: 0, max: 1000 }),
        fc.double({ min: 0.5, max: 0.999, noNaN: true }),
        (n, thousandths, level) => {
          const successes = (thousandths / 1000) * n;
          const { lower, upper } = interval(successes, n, { level });
          expect(lower).toBeGreaterThanOrEqual(0);
          expect(upper).toBeLessThanOrEqual(1);
          expect(lower).toBeLessThanOrEqual(successes / n + 1e-12);
          expect(upper).toBeGreaterThanOrEqual(successes / n - 1e-12);
          const mirrored = interval(n - successes, n, { level });
          expect(mirrored.lower).toBeCloseTo(1 - upper, 8);
        },
      ),
    );
  });

  it('touches 0 and 1 exactly when none and all are right', () => {
    expect(interval(0, 70).lower).toBe(0);
    expect(interval(70, 70).upper).toBe(1);
  });

  it('refuses n = 0, NaN, more right than asked, and a level of 1', () => {
    expect(() => interval(0, 0)).toThrow(`${name}: n must be a positive number, got 0`);
    expect(() => interval(Number.NaN, 5)).toThrow(`${name}: successes must be in [0, 5], got NaN`);
    expect(() => interval(6, 5)).toThrow('successes must be in [0, 5], got 6');
    expect(() => interval(1, 5, { level: 1 })).toThrow('level must be between 0 and 1, got 1');
  });
});

describe('exact coverage', () => {
  /** Chance that the interval for X of n holds p, summed over all outcomes X. */
  function coverage(n: number, p: number, interval: typeof wilsonInterval): number {
    let covered = 0;
    let mass = (1 - p) ** n;
    for (let k = 0; k <= n; k++) {
      const { lower, upper } = interval(k, n);
      if (lower <= p && p <= upper) covered += mass;
      mass *= ((n - k) / (k + 1)) * (p / (1 - p));
    }
    return covered;
  }

  it('Clopper-Pearson never falls below nominal, Wilson averages close to it (n = 20)', () => {
    const chances = Array.from({ length: 97 }, (_, step) => 0.5 + step * 0.005);
    const exact = chances.map((p) => coverage(20, p, clopperPearsonInterval));
    const wilson = chances.map((p) => coverage(20, p, wilsonInterval));
    expect(Math.min(...exact)).toBeGreaterThanOrEqual(0.95);
    const average = wilson.reduce((sum, each) => sum + each, 0) / wilson.length;
    expect(average).toBeGreaterThan(0.945);
    expect(average).toBeLessThan(0.96);
  });
});
