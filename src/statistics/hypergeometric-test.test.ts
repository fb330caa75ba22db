import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hypergeometricTest } from './hypergeometric-test.ts';

function choose(n: number, k: number): bigint {
  if (k < 0 || k > n) return 0n;
  let product = 1n;
  for (let step = 1; step <= k; step++) product = (product * BigInt(n - k + step)) / BigInt(step);
  return product;
}

/** Exact integers: how many of all draws hold each count of marked items. */
function enumerate(population: number, marked: number, drawn: number) {
  const all = choose(population, drawn);
  const ways = Array.from(
    { length: drawn + 1 },
    (_, k) => choose(marked, k) * choose(population - marked, drawn - k),
  );
  const share = (counted: readonly bigint[]): number => {
    const sum = counted.reduce((total, one) => total + one, 0n);
    // Twenty digits of the ratio before it becomes a double.
    return Number((sum * 10n ** 20n) / all) / 1e20;
  };
  return (observed: number) => ({
    lowerTail: share(ways.slice(0, observed + 1)),
    upperTail: share(ways.slice(observed)),
    pValue: share(ways.filter((way) => way <= ways[observed]!)),
  });
}

describe('hypergeometricTest', () => {
  it('is right by hand: 3 of 10 balls, 4 of them red', () => {
    // Of 120 draws 20 hold no red ball, 60 one, 36 two, 4 three.
    const design = { population: 10, marked: 4, drawn: 3 };
    expect(hypergeometricTest(3, design).pValue).toBeCloseTo(4 / 120, 14);
    expect(hypergeometricTest(0, design)).toEqual({
      pValue: expect.closeTo(24 / 120, 14),
      lowerTail: expect.closeTo(20 / 120, 14),
      upperTail: 1,
      method: 'exact hypergeometric test',
    });
    expect(hypergeometricTest(1, design).pValue).toBe(1);
  });

  it('is Fisher’s exact test of the tea tasting', () => {
    // 8 cups, 4 with milk first, 4 named, 3 of them rightly: (16 + 1) / 70 and, both sides, 34 / 70.
    const { upperTail, pValue } = hypergeometricTest(3, { population: 8, marked: 4, drawn: 4 });
    expect(upperTail).toBeCloseTo(17 / 70, 14);
    expect(pValue).toBeCloseTo(34 / 70, 14);
  });

  it('agrees with exact integers on unequal, tied and large designs', () => {
    for (const [population, marked, drawn] of [
      [40, 7, 20],
      [41, 20, 20],
      [100, 50, 10],
      [1200, 113, 400],
    ] as const) {
      const exact = enumerate(population, marked, drawn);
      const [least, most] = [Math.max(0, drawn + marked - population), Math.min(drawn, marked)];
      for (let k = least; k <= most; k += Math.ceil((most - least) / 9)) {
        const [got, wanted] = [hypergeometricTest(k, { population, marked, drawn }), exact(k)];
        for (const name of ['pValue', 'lowerTail', 'upperTail'] as const)
          expect(Math.abs(got[name] - wanted[name])).toBeLessThan(1e-11);
      }
    }
  });

  it('leaves nothing to chance where everything or nothing is drawn or marked', () => {
    const certain = [
      [0, { population: 0, marked: 0, drawn: 0 }],
      [0, { population: 9, marked: 0, drawn: 4 }],
      [4, { population: 9, marked: 9, drawn: 4 }],
      [5, { population: 9, marked: 5, drawn: 9 }],
    ] as const;
    for (const [observed, design] of certain) {
      const { pValue, lowerTail, upperTail } = hypergeometricTest(observed, design);
      expect([pValue, lowerTail, upperTail]).toEqual([1, 1, 1]);
    }
  });

  it('stays above 0 far out, in populations of a million', () => {
    const design = { population: 1_000_000, marked: 100_000, drawn: 12_182 };
    expect(hypergeometricTest(12_182, design).pValue).toBe(Number.MIN_VALUE);
    expect(hypergeometricTest(1218, design).pValue).toBeGreaterThan(0.9);
  });

  it('is the same with marked and drawn swapped, and mirrored with the rest marked', () => {
    const design = fc
      .tuple(fc.nat(60), fc.nat(60), fc.nat(60), fc.nat(60))
      .map(([both, marked, drawn, neither]) => ({
        observed: both,
        population: both + marked + drawn + neither,
        marked: both + marked,
        drawn: both + drawn,
      }));
    fc.assert(
      fc.property(design, ({ observed, population, marked, drawn }) => {
        const one = hypergeometricTest(observed, { population, marked, drawn });
        const swapped = hypergeometricTest(observed, { population, marked: drawn, drawn: marked });
        const rest = { population, marked: population - marked, drawn };
        const mirrored = hypergeometricTest(drawn - observed, rest);
        for (const other of [swapped, mirrored]) expect(other.pValue).toBeCloseTo(one.pValue, 10);
        expect(mirrored.lowerTail).toBeCloseTo(one.upperTail, 10);
      }),
    );
  });

  it('refuses counts that can’t occur', () => {
    const design = { population: 10, marked: 8, drawn: 5 };
    expect(() => hypergeometricTest(2, design)).toThrow('observed must be in [3, 5], got 2');
    expect(() => hypergeometricTest(1.5, design)).toThrow('observed must be a whole number');
    expect(() => hypergeometricTest(0, { ...design, drawn: 11 })).toThrow(
      'at most population = 10',
    );
  });
});
