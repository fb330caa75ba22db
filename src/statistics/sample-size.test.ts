import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import golden from '../../test/fixtures/statistics/golden_stats.json' with { type: 'json' };
import { discordanceRange } from './discordance-range.ts';
import { fragility } from './fragility.ts';
import { mcnemarTest } from './mcnemar-test.ts';
import { pairedDetectableDifference } from './paired-detectable-difference.ts';
import { pairedItemsNeeded } from './paired-items-needed.ts';
import { unpairedDetectableDifference } from './unpaired-detectable-difference.ts';

describe('pairedDetectableDifference', () => {
  it.each(golden.mde_paired)(
    'agrees with the reference for n = $n, psi = $psi',
    ({ n, psi, mde }) => {
      const { difference, detectable } = pairedDetectableDifference({
        effectiveN: n,
        discordance: psi,
      });
      expect(difference).toBeCloseTo(mde, 10);
      expect(detectable).toBe(mde <= psi);
    },
  );

  it('detects nothing where the difference would exceed the discordance', () => {
    expect(pairedDetectableDifference({ effectiveN: 70, discordance: 0.1 }).detectable).toBe(false);
    expect(pairedDetectableDifference({ effectiveN: 3, discordance: 0.1 }).detectable).toBe(false);
  });

  it('refuses options out of range, with the value', () => {
    const at = (options: object) => () =>
      pairedDetectableDifference({ effectiveN: 70, discordance: 0.2, ...options });
    expect(at({ effectiveN: 0 })).toThrow('effectiveN must be between 0 and Infinity, got 0');
    expect(at({ discordance: 1.5 })).toThrow('got 1.5');
    expect(at({ discordance: Number.NaN })).toThrow('got NaN');
    expect(at({ alpha: 0 })).toThrow('alpha must be between 0 and 1, got 0');
    expect(at({ power: 0.3 })).toThrow('got 0.3');
  });
});

describe('unpairedDetectableDifference', () => {
  it('follows the formula: (1.96 + 0.8416) sqrt(2 x .75 x .25 / 100)', () => {
    const difference = unpairedDetectableDifference({ effectiveN: 100, proportion: 0.75 });
    expect(difference).toBeCloseTo(2.8015852 * Math.sqrt(0.00375), 7);
  });

  it('refuses a proportion of 1', () => {
    expect(() => unpairedDetectableDifference({ effectiveN: 9, proportion: 1 })).toThrow('got 1');
  });
});

describe('fragility', () => {
  it('counts flips and switches under their own names, by hand', () => {
    // 10:2. p = .0386; 9:2 p = .0654. Ties at 2:2 (8 flips) or 6:6 (4 switches).
    expect(fragility(10, 2)).toEqual({
      lead: 8,
      flipsToTie: 8,
      flipsToReversal: 9,
      switchesToTie: 4,
      flipsToLoseSignificance: 1,
    });
    // An odd lead of 7 needs 4 switches: 5:5 is passed, 4:5 reached.
    expect(fragility(8, 1).switchesToTie).toBe(4);
  });

  it('needs no flip to lose what is not there', () => {
    expect(fragility(5, 5)).toMatchObject({
      lead: 0,
      flipsToReversal: 1,
      flipsToLoseSignificance: 0,
    });
    expect(fragility(15, 7).flipsToLoseSignificance).toBe(0);
    expect(fragility(0, 0).flipsToTie).toBe(0);
  });

  it('is the same whichever model is first, and its flips are the fewest that do it', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(60), (wins, losses) => {
        const result = fragility(wins, losses);
        expect(fragility(losses, wins)).toEqual(result);
        const [more, fewer] = [Math.max(wins, losses), Math.min(wins, losses)];
        const flips = result.flipsToLoseSignificance;
        expect(mcnemarTest(more - flips, fewer).pValue).toBeGreaterThanOrEqual(0.05);
        if (flips > 0) expect(mcnemarTest(more - flips + 1, fewer).pValue).toBeLessThan(0.05);
      }),
    );
  });

  it('refuses counts that are not whole numbers', () => {
    expect(() => fragility(-1, 0)).toThrow('wins must be a whole number, got -1');
    expect(() => fragility(3, 1, { alpha: 1 })).toThrow('alpha must be between 0 and 1, got 1');
  });
});

describe('pairedItemsNeeded', () => {
  it('is what Connor’s formula gives by hand', () => {
    // 11 points at discordance .11: 1.959964 x .331662 + .841621 x sqrt(.11 - .0121) = .650043 +
    // .263334 = .913377; / .11 = 8.303425; squared 68.95.
    expect(pairedItemsNeeded({ difference: 0.11, discordance: 0.11 })).toBe(69);
    // At .682 = 2 - .714 - .604: 1.618583 + .688829 = 2.307412 / .11 = 20.976476; squared 440.01.
    expect(pairedItemsNeeded({ difference: 0.11, discordance: 0.682 })).toBe(441);
  });

  it('undoes pairedDetectableDifference: that many items show the difference, one fewer does not', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 0.9, noNaN: true }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (difference, share) => {
          const discordance = difference + share * (1 - difference);
          const items = pairedItemsNeeded({ difference, discordance });
          const shown = (effectiveN: number) =>
            pairedDetectableDifference({ effectiveN, discordance }).difference;
          expect(shown(items)).toBeLessThanOrEqual(difference + 1e-9);
          if (items > 1) expect(shown(items - 1)).toBeGreaterThan(difference - 1e-9);
        },
      ),
    );
  });

  it('refuses a difference that its discordance can’t hold, and none at all', () => {
    expect(() => pairedItemsNeeded({ difference: 0.5, discordance: 0.2 })).toThrow(RangeError);
    expect(() => pairedItemsNeeded({ difference: 0, discordance: 0.2 })).toThrow(RangeError);
  });
});

describe('discordanceRange', () => {
  it('is by hand what two scores leave open', () => {
    // .7566 + .6821 = 1.4387, 2 - 1.4387 = .5613.
    const { lower, upper } = discordanceRange(0.7566, 0.6821);
    expect(lower).toBeCloseTo(0.0745, 12);
    expect(upper).toBeCloseTo(0.5613, 12);
  });

  it('holds the discordance of any two lists of right and wrong, and the mean square of graded ones', () => {
    const score = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(score, score), { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        (pairs, graded) => {
          const rows = graded ? pairs : pairs.map(([a, b]) => [Math.round(a), Math.round(b)]);
          const meanOf = (values: readonly number[]) =>
            values.reduce((sum, value) => sum + value, 0) / values.length;
          const first = Math.min(1, meanOf(rows.map(([a]) => a!)));
          const second = Math.min(1, meanOf(rows.map(([, b]) => b!)));
          const meanSquare = meanOf(rows.map(([a, b]) => (a! - b!) ** 2));
          const { lower, upper } = discordanceRange(first, second, { graded });
          expect(meanSquare).toBeGreaterThanOrEqual(lower - 1e-9);
          expect(meanSquare).toBeLessThanOrEqual(upper + 1e-9);
        },
      ),
    );
  });

  it('refuses what is no score', () => {
    expect(() => discordanceRange(75.66, 0.5)).toThrow(RangeError);
  });
});
