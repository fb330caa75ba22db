import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '../../test/fixtures/statistics/golden_stats.json' with { type: 'json' };
import { benjaminiHochbergAdjusted } from './benjamini-hochberg-adjusted.ts';
import { holmAdjusted } from './holm-adjusted.ts';
import { mcnemarTest } from './mcnemar-test.ts';
import { pairedBootstrapTest } from './paired-bootstrap-test.ts';
import { signFlipTest } from './sign-flip-test.ts';

describe('mcnemarTest', () => {
  it.each(golden.mcnemar)(
    'agrees with scipy’s binomial for $b against $c',
    ({ b, c, exact, midp }) => {
      expect(mcnemarTest(b, c).pValue).toBeCloseTo(exact, 12);
      expect(mcnemarTest(b, c, { variant: 'mid-p' }).pValue).toBeCloseTo(midp, 12);
      expect(mcnemarTest(c, b).pValue).toBe(mcnemarTest(b, c).pValue);
    },
  );

  it('sees nothing where no item is discordant', () => {
    expect(mcnemarTest(0, 0)).toEqual({ pValue: 1, method: 'McNemar, exact' });
    expect(mcnemarTest(0, 0, { variant: 'mid-p' }).pValue).toBe(1);
  });

  it('refuses counts that are not whole numbers', () => {
    expect(() => mcnemarTest(1.5, 0)).toThrow('wins must be a whole number, got 1.5');
    expect(() => mcnemarTest(1, Number.NaN)).toThrow('losses must be a whole number, got NaN');
  });
});

/** Share of all sign patterns whose total is as far from 0 as the observed one. */
function exactSignFlip(sums: readonly number[]): number {
  const observed = Math.abs(sums.reduce((total, sum) => total + sum, 0));
  let extreme = 0;
  for (let pattern = 0; pattern < 2 ** sums.length; pattern++) {
    const total = sums.reduce((t, sum, index) => t + ((pattern >> index) & 1 ? sum : -sum), 0);
    if (Math.abs(total) >= observed - 1e-9) extreme++;
  }
  return extreme / 2 ** sums.length;
}

describe('signFlipTest', () => {
  it('lists all signs of a few unequal clusters with ties and zeros', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.integer({ min: -4, max: 4 }),
            fc.integer({ min: -20, max: 20 }).map((sevenths) => sevenths / 7),
          ),
          {
            minLength: 1,
            maxLength: 9,
          },
        ),
        (sums) => {
          expect(signFlipTest(sums).pValue).toBeCloseTo(exactSignFlip(sums), 12);
        },
      ),
    );
  });

  it('is McNemar’s exact test for single items, by recursion where signs are too many to list', () => {
    const sums = [...new Array(15).fill(1), ...new Array(7).fill(-1), ...new Array(91).fill(0)];
    expect(signFlipTest(sums)).toEqual({
      pValue: expect.closeTo(golden.mcnemar[3]!.exact, 12),
      method: 'sign flips of clusters, exact',
    });
  });

  it('matches the listing of all signs by recursion too', () => {
    // 17 nonzero whole sums are too many to list and go by recursion.
    const sums = [3, -1, 2, 2, -1, 1, 4, 1, -2, 1, 1, 3, -1, 2, 1, 1, -1];
    expect(signFlipTest(sums).pValue).toBeCloseTo(exactSignFlip(sums), 12);
  });

  it('draws signs for many graded clusters, close to the exact share and never 0', () => {
    const sums = [3, -1, 2, 2, -1, 1, 4, 1, -2, 1, 1, 3, -1, 2, 1, 1, -1].map((sum) => sum / 3);
    const exact = exactSignFlip(sums);
    const { pValue, method } = signFlipTest(sums, { resamples: 99_999, seed: 1 });
    expect(method).toBe('sign flips of clusters (B = 99999)');
    expect(Math.abs(pValue - exact)).toBeLessThan(5 * Math.sqrt((exact * (1 - exact)) / 99_999));
    const sure = signFlipTest(Array.from({ length: 200 }, (_, index) => 1 + index / 1000));
    expect(sure.pValue).toBe(1 / 10_000);
  });

  it('does not depend on the order of the clusters or on which model is first', () => {
    const sums = Array.from({ length: 40 }, (_, index) => Math.sin(index) + 0.3);
    const { pValue } = signFlipTest(sums);
    expect(signFlipTest(sums.map((sum) => -sum)).pValue).toBe(pValue);
    expect(signFlipTest([...sums].reverse()).pValue).toBe(pValue);
  });

  it('is 1 for no difference and refuses no clusters', () => {
    expect(signFlipTest([0, 0]).pValue).toBe(1);
    expect(() => signFlipTest([])).toThrow('clusterSums is empty');
    expect(() => signFlipTest([Number.NaN])).toThrow('clusterSums[0] is NaN');
  });
});

describe('pairedBootstrapTest', () => {
  it('matches the share over all 256 resamples of four unequal clusters', () => {
    // Differences: a 1 1, b 0, c 1 -1 0, d 1. Sums 2 0 0 1, sizes 2 1 3 1, observed 3/7.
    const clusters = [
      [2, 2],
      [0, 1],
      [0, 3],
      [1, 1],
    ] as const;
    let extreme = 0;
    for (let draw = 0; draw < 256; draw++) {
      const drawn = [0, 2, 4, 6].map((shift) => clusters[(draw >> shift) & 3]!);
      const mean = drawn.reduce((t, [s]) => t + s, 0) / drawn.reduce((t, [, m]) => t + m, 0);
      if (Math.abs(mean - 3 / 7) >= 3 / 7 - 1e-12) extreme++;
    }
    const { pValue } = pairedBootstrapTest(
      [1, 1, 0, 1, 0, 0, 1],
      [0, 0, 0, 0, 1, 0, 0],
      ['a', 'a', 'b', 'c', 'c', 'c', 'd'],
      { resamples: 99_999 },
    );
    expect(Math.abs(pValue - extreme / 256)).toBeLessThan(0.008);
  });

  it('is 1 where the models never differ, and refuses unequal lists', () => {
    expect(pairedBootstrapTest([1, 0], [1, 0], ['a', 'b']).pValue).toBe(1);
    expect(() => pairedBootstrapTest([1], [1, 0], ['a'])).toThrow('a has 1 entries, b has 2');
  });
});

describe.each([
  ['holmAdjusted', holmAdjusted, golden.holm],
  ['benjaminiHochbergAdjusted', benjaminiHochbergAdjusted, golden.bh],
] as const)('%s', (_, adjust, reference) => {
  it('agrees with the reference values, in any order', () => {
    const adjusted = adjust(reference.p);
    for (const [index, expected] of reference.adj.entries()) {
      expect(adjusted[index]).toBeCloseTo(expected, 12);
    }
    expect(adjust([...reference.p].reverse())).toEqual([...adjusted].reverse());
  });

  it('never makes a p-value smaller and keeps the order', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true })), (pValues) => {
        const adjusted = adjust(pValues);
        for (const [first, p] of pValues.entries()) {
          expect(adjusted[first]).toBeGreaterThanOrEqual(p);
          expect(adjusted[first]).toBeLessThanOrEqual(1);
          for (const [second, q] of pValues.entries()) {
            if (p < q) expect(adjusted[first]).toBeLessThanOrEqual(adjusted[second]!);
          }
        }
      }),
    );
  });

  it('gives nothing for nothing and refuses what is no probability', () => {
    expect(adjust([])).toEqual([]);
    expect(() => adjust([0.5, Number.NaN])).toThrow('pValues[1] is NaN');
  });
});
