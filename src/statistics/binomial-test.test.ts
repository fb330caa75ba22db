import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binomialTest } from './binomial-test.ts';

describe('binomialTest', () => {
  it.each([
    // scipy 1.17.1, scipy.stats.binomtest(k, n, p).pvalue; 682 of 925 is R's example in ?binom.test.
    [9, 10, 0.5, 0.021484375],
    [3, 15, 0.1, 0.18406106910639106],
    [682, 925, 0.75, 0.3824915595748517],
    [7, 20, 0.3, 0.6294979666766769],
    [0, 20, 0.3, 0.0010589696700355874],
    [13, 20, 0.5, 0.26317596435546875],
    [501_000, 1_000_000, 0.5, 0.0456082998653896],
  ])('agrees with scipy for %i of %i at %f', (successes, n, probability, pValue) => {
    const result = binomialTest(successes, n, { probability });
    expect(result.pValue / pValue).toBeCloseTo(1, 9);
    expect(result.method).toBe('exact binomial test');
  });

  it('is the sum over outcomes no more probable, enumerated', () => {
    // 4 heads or none of 4: 2/16. 2 of 4 is the likeliest. 1 of 3 and 2 of 3 tie: all 4 outcomes.
    expect(binomialTest(4, 4).pValue).toBeCloseTo(2 / 16, 14);
    expect(binomialTest(2, 4).pValue).toBeCloseTo(1, 14);
    expect(binomialTest(1, 3).pValue).toBeCloseTo(1, 14);
    // n = 2, p = 1/4: 9/16, 6/16, 1/16; 1 or 2 successes are no more probable than 1.
    expect(binomialTest(1, 2, { probability: 0.25 }).pValue).toBeCloseTo(7 / 16, 14);
  });

  it('is 1 without trials, and certain where the null is', () => {
    expect(binomialTest(0, 0).pValue).toBe(1);
    expect(binomialTest(3, 3, { probability: 1 }).pValue).toBe(1);
    expect(binomialTest(2, 3, { probability: 1 }).pValue).toBe(0);
    expect(binomialTest(0, 3, { probability: 0 }).pValue).toBe(1);
  });

  it('is never 0 where the outcome is possible', () => {
    expect(binomialTest(0, 1_000_000).pValue).toBe(Number.MIN_VALUE);
  });

  it('stays when successes and failures swap', () => {
    fc.assert(
      fc.property(
        fc.nat(200),
        fc.nat(200),
        fc.double({ min: 0.01, max: 0.99, noNaN: true }),
        (a, b, p) => {
          const there = binomialTest(a, a + b, { probability: p }).pValue;
          const back = binomialTest(b, a + b, { probability: 1 - p }).pValue;
          expect(Math.abs(there - back)).toBeLessThan(1e-9);
          expect(there).toBeLessThanOrEqual(1);
        },
      ),
    );
  });

  it('refuses what are no counts and no probability', () => {
    expect(() => binomialTest(3, 2)).toThrow(
      'binomialTest: successes must be at most n = 2, got 3',
    );
    expect(() => binomialTest(0.5, 2)).toThrow('must be a whole number, got 0.5');
    expect(() => binomialTest(1, 2, { probability: 1.5 })).toThrow('got 1.5');
  });
});
