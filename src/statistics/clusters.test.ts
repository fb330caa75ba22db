import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '../../test/fixtures/statistics/golden_stats.json' with { type: 'json' };
import { cautiousDesign } from './cautious-design.ts';
import { clusterRobustError } from './cluster-robust-error.ts';
import { designEffect } from './design-effect.ts';
import { intraclassCorrelation } from './intraclass-correlation.ts';

const { y, g, mean, se_cr0, se_cr1, se_iid } = golden.cluster_se_mean;

describe('clusterRobustError', () => {
  it('agrees with the reference values', () => {
    expect(y.reduce((sum, value) => sum + value, 0) / y.length).toBeCloseTo(mean, 12);
    expect(clusterRobustError(y, g, { correction: 'CR0' })).toBeCloseTo(se_cr0, 12);
    expect(clusterRobustError(y, g)).toBeCloseTo(se_cr1, 12);
  });

  it('is the usual standard error for single items', () => {
    const ids = y.map((_, item) => String(item));
    expect(clusterRobustError(y, ids)).toBeCloseTo(se_iid, 12);
  });

  it('refuses one cluster, no items, NaN and lists of unequal length', () => {
    expect(() => clusterRobustError([1, 0], ['a', 'a'])).toThrow(
      'needs at least two clusters, got 1',
    );
    expect(() => clusterRobustError([], [])).toThrow('values is empty');
    expect(() => clusterRobustError([1, Number.NaN], ['a', 'b'])).toThrow('values[1] is NaN');
    expect(() => clusterRobustError([1, 0], ['a'])).toThrow(
      'values has 2 entries, clusterIds has 1',
    );
  });
});

describe('intraclassCorrelation', () => {
  it('follows the analysis of variance of unequal clusters, by hand', () => {
    // a: 1 1 0, b: 0 0, c: 1. Mean 1/2; between 3(1/6)^2 + 2(1/2)^2 + (1/2)^2 = 5/6, MSB = 5/12.
    // Within 2/3, MSW = 2/9. m0 = (6 - 14/6) / 2 = 11/6. (5/12 - 2/9) / (5/12 + 5/6 x 2/9) = 21/65.
    const value = intraclassCorrelation([1, 1, 0, 0, 0, 1], ['a', 'a', 'a', 'b', 'b', 'c']);
    expect(value).toBeCloseTo(21 / 65, 12);
  });

  it('is 1 when clusters agree within, and negative when they differ more than by chance', () => {
    expect(intraclassCorrelation([1, 1, 0, 0], ['a', 'a', 'b', 'b'])).toBe(1);
    expect(intraclassCorrelation([1, 0, 1, 0], ['a', 'a', 'b', 'b'])).toBe(-1);
  });

  it('is undefined where the data can’t tell', () => {
    expect(intraclassCorrelation([1, 1, 1], ['a', 'a', 'b'])).toBeUndefined();
    expect(intraclassCorrelation([1, 0], ['a', 'b'])).toBeUndefined();
    expect(intraclassCorrelation([1, 0], ['a', 'a'])).toBeUndefined();
  });
});

describe('designEffect', () => {
  it('costs nothing for single items', () => {
    expect(designEffect([1, 0, 1], ['a', 'b', 'c'])).toEqual({
      icc: 0,
      designEffect: 1,
      effectiveN: 3,
      clusters: 3,
    });
  });

  it('counts clusters whose items agree as one item each', () => {
    expect(designEffect([1, 1, 0, 0], ['a', 'a', 'b', 'b'])).toEqual({
      icc: 1,
      designEffect: 2,
      effectiveN: 2,
      clusters: 2,
    });
  });

  it('takes the worst case where nothing varies', () => {
    // Sizes 2 and 1: n^2 / sum of squares = 9 / 5.
    expect(designEffect([1, 1, 1], ['a', 'a', 'b']).effectiveN).toBeCloseTo(9 / 5, 12);
  });

  it('never lets clustering add information', () => {
    expect(designEffect([1, 0, 1, 0], ['a', 'a', 'b', 'b']).effectiveN).toBe(4);
  });

  const clustered = fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(5)), {
    minLength: 1,
    maxLength: 40,
  });

  it('keeps effective n between n^2 / sum of squared sizes and n', () => {
    fc.assert(
      fc.property(clustered, (items) => {
        const values = items.map(([value]) => value);
        const ids = items.map(([, id]) => `c${id}`);
        const sizes = [...new Set(ids)].map((id) => ids.filter((each) => each === id).length);
        const squares = sizes.reduce((sum, size) => sum + size * size, 0);
        const { effectiveN } = designEffect(values, ids);
        expect(effectiveN).toBeLessThanOrEqual(items.length);
        expect(effectiveN).toBeGreaterThanOrEqual(items.length ** 2 / squares - 1e-9);
        if (sizes.length < 2) return;
        const cautious = cautiousDesign(values, ids, { level: 0.95, varianceKnown: true });
        expect(cautious.effectiveN).toBeLessThanOrEqual(effectiveN + 1e-9);
        expect(cautious.effectiveN).toBeGreaterThanOrEqual(items.length ** 2 / squares - 1e-9);
      }),
    );
  });
});

describe('cautiousDesign', () => {
  it('is the normal quantile and n for single 0/1 items, Student’s t for graded ones', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const binary = cautiousDesign([1, 0, 1, 1, 0], ids, { level: 0.95, varianceKnown: true });
    expect([binary.effectiveN, binary.critical]).toEqual([5, expect.closeTo(1.959964, 6)]);
    const graded = cautiousDesign([0.5, 0, 1, 1, 0], ids, { level: 0.95, varianceKnown: false });
    // scipy 1.17.1: t.ppf(.975, 4)
    expect(graded.critical).toBeCloseTo(2.7764451051977934, 10);
  });

  it('adds half a standard error to the ICC, by hand', () => {
    // Three pairs (1 1)(1 0)(0 0): MSB = 1/2, MSW = 1/6, m0 = 2, ICC = (1/2 - 1/6) / (1/2 + 1/6) = 1/2.
    // Error: (1 - .5)(1 + .5) / 2 x sqrt(2 x 5 / (3 x 2)) = .375 x 1.290994 = .484123; ICC + half = .742061.
    const { design, effectiveN } = cautiousDesign(
      [1, 1, 1, 0, 0, 0],
      ['a', 'a', 'b', 'b', 'c', 'c'],
      {
        level: 0.95,
        varianceKnown: true,
      },
    );
    expect(design.icc).toBeCloseTo(0.5, 12);
    expect(effectiveN).toBeCloseTo(6 / 1.7420614, 6);
  });
});
