import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compositionTest } from './composition-test.ts';
import { createRandom } from './create-random.ts';
import { hypergeometricTest } from './hypergeometric-test.ts';
import { redrawSums } from './redraw-sums.ts';
import { redrawTails } from './redraw-tails.ts';
import { shuffleHead } from './shuffle-head.ts';

const range = (count: number): number[] => [...Array(count).keys()];

describe('shuffleHead', () => {
  it('draws every pair of five equally often, from wherever the pool stands', () => {
    const [pool, random] = [Uint32Array.from(range(5)), createRandom(1)];
    const seen = new Map<string, number>();
    for (let draw = 0; draw < 20_000; draw++) {
      shuffleHead(pool, 2, random);
      const pair = pool.slice(0, 2).sort().join();
      seen.set(pair, (seen.get(pair) ?? 0) + 1);
    }
    // Ten pairs, 2,000 each; standard deviation sqrt(20000 x .1 x .9) = 42.
    expect(seen.size).toBe(10);
    for (const count of seen.values()) expect(Math.abs(count - 2000)).toBeLessThan(5 * 42);
    expect([...pool.sort()]).toEqual(range(5));
  });
});

describe('redrawSums', () => {
  it('has the mean and the spread of draws without replacement', () => {
    // 0 … 9, n = 4: mean 18, sample variance 82.5 / 9, so 4 x 82.5 / 9 x (1 - 4/10) = 22
    const values = Float64Array.from(range(10));
    for (const drawn of [4, 6]) {
      const [sums] = redrawSums([values], [{ units: range(10), drawn }], { redraws: 20_000 });
      const mean = sums!.reduce((sum, one) => sum + one, 0) / 20_000;
      const variance = sums!.reduce((sum, one) => sum + (one - mean) ** 2, 0) / 20_000;
      expect(Math.abs(mean - 4.5 * drawn)).toBeLessThan(0.15);
      expect(Math.abs(variance - 22)).toBeLessThan(1);
    }
  });

  it('draws all columns together, stratum by stratum', () => {
    const [a, b] = [Float64Array.from(range(6)), Float64Array.from(range(6), (one) => 10 - one)];
    const strata = [
      { units: [0, 1, 2], drawn: 1 },
      { units: [3, 4, 5], drawn: 3 },
    ];
    const [first, second] = redrawSums([a!, b!], strata, { redraws: 200, seed: 3 });
    for (const [redraw, sum] of first!.entries()) {
      // The second stratum is whole: 12, and one of 0, 1, 2. Four units, each 10 in both columns.
      expect([12, 13, 14]).toContain(sum);
      expect(sum + second![redraw]!).toBe(40);
    }
  });

  it('has one outcome where all or none are drawn', () => {
    const values = Float64Array.of(1, 2, 4);
    const sums = (drawn: number) => [
      ...redrawSums([values], [{ units: [0, 1, 2], drawn }], { redraws: 2 })[0]!,
    ];
    expect([sums(0), sums(3)]).toEqual([
      [0, 0],
      [7, 7],
    ]);
  });

  it('repeats with its seed and refuses to draw what is not there', () => {
    const draw = (seed: number) =>
      redrawSums([Float64Array.from(range(50))], [{ units: range(50), drawn: 20 }], {
        redraws: 20,
        seed,
      });
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
    expect(() => redrawSums([], [{ units: [0], drawn: 2 }])).toThrow(
      '2 are drawn of a stratum of 1',
    );
  });
});

describe('redrawTails', () => {
  it('counts ties on both sides, and half in the percentile', () => {
    expect(redrawTails(3, Float64Array.of(1, 2, 3, 4))).toEqual({
      percentile: 0.625,
      pHigher: 0.6,
      pLower: 0.8,
      pTwoSided: 1,
    });
    expect(redrawTails(9, Float64Array.of(1, 2, 3)).pHigher).toBe(0.25);
    expect(redrawTails(0.1 + 0.2, Float64Array.of(0.3)).percentile).toBe(0.5);
    expect(() => redrawTails(1, new Float64Array(0))).toThrow('drawn is empty');
  });

  it('swaps its sides with the sign', () => {
    const values = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(fc.integer({ min: -5, max: 5 }), values, (observed, drawn) => {
        const one = redrawTails(observed, Float64Array.from(drawn));
        const other = redrawTails(
          -observed,
          Float64Array.from(drawn, (value) => -value),
        );
        expect([other.pHigher, other.pLower]).toEqual([one.pLower, one.pHigher]);
        expect(other.percentile).toBeCloseTo(1 - one.percentile, 12);
      }),
    );
  });
});

describe('compositionTest', () => {
  it('is the two-sided hypergeometric test where there are two equal values', () => {
    // All five of one of two kinds: 2 of 252 draws are as far off.
    const { pValue } = compositionTest([5, 0], [5, 5], { draws: 99_999 });
    const exact = hypergeometricTest(5, { population: 10, marked: 5, drawn: 5 }).pValue;
    expect(exact).toBeCloseTo(2 / 252, 14);
    expect(Math.abs(pValue - exact)).toBeLessThan(0.001);
  });

  it('agrees with the enumeration of three values', () => {
    // 3 of 2 + 2 + 2: of C(6,3) = 20 draws 8 hold one of each (chi-square 0), 12 two of one (2).
    expect(compositionTest([1, 1, 1], [2, 2, 2]).pValue).toBe(1);
    const { pValue } = compositionTest([2, 1, 0], [2, 2, 2], { draws: 99_999 });
    expect(Math.abs(pValue - 12 / 20)).toBeLessThan(0.01);
  });

  it('gives the same whether most or the rest is drawn', () => {
    const most = compositionTest([20, 13, 17], [25, 25, 25], { draws: 20_000 }).pValue;
    const rest = compositionTest([5, 12, 8], [25, 25, 25], { draws: 20_000 }).pValue;
    expect(Math.abs(most - rest)).toBeLessThan(0.02);
  });

  it('has nothing to find where all or none is drawn, or there is one value', () => {
    expect(compositionTest([3, 2], [3, 2]).pValue).toBe(1);
    expect(compositionTest([0, 0], [3, 2]).pValue).toBe(1);
    expect(compositionTest([], []).pValue).toBe(1);
    expect(compositionTest([4, 0], [9, 0]).pValue).toBe(1);
  });

  it('refuses more than there is', () => {
    expect(() => compositionTest([4], [3])).toThrow('4 drawn of the 3 of value 0');
    expect(() => compositionTest([1, 1], [3])).toThrow('drawn has 2 values, parent 1');
  });
});
