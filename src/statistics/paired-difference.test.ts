import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pairedDifference } from './paired-difference.ts';
import { pairedMeanDifference } from './paired-mean-difference.ts';

const singles = (n: number) => Array.from({ length: n }, (_, item) => `item-${item}`);

/** `wins` items only the first got right, `losses` only the second, the rest both. */
function models(n: number, wins: number, losses: number): [number[], number[]] {
  const items = Array.from({ length: n }, (_, item) => item);
  return [
    items.map((item) => (item >= wins && item < wins + losses ? 0 : 1)),
    items.map((item) => (item < wins ? 0 : 1)),
  ];
}

describe('pairedDifference', () => {
  it('is Bonett and Price’s interval and McNemar’s exact p for single items', () => {
    // n = 113, 15:7. (16 - 8) / 115 -+ 1.96 sqrt((24 / 115 - (8 / 115)^2) / 115); p from scipy 1.17.1.
    const [a, b] = models(113, 15, 7);
    expect(pairedDifference(a, b, singles(113))).toEqual({
      value: expect.closeTo(8 / 113, 12),
      n: 113,
      effectiveN: 113,
      clusters: 113,
      interval: {
        lower: expect.closeTo(-0.012955173101623876, 9),
        upper: expect.closeTo(0.1520856078842326, 9),
        level: 0.95,
        method: 'Bonett-Price on the effective n',
      },
      pValue: expect.closeTo(0.13380050659179688, 12),
      pMethod: 'sign flips of clusters, exact',
    });
  });

  it('keeps a width when the models never differ', () => {
    // Two pseudo-items of 1 and -1 beside 70 zeros: 1.96 sqrt(2 / 72 / 72).
    const [a, b] = models(70, 0, 0);
    const { interval, pValue } = pairedDifference(a, b, singles(70));
    expect(interval.upper).toBeCloseTo(0.0384973, 6);
    expect(interval.lower).toBeCloseTo(-interval.upper, 12);
    expect(pValue).toBe(1);
  });

  it('is the whole range for one cluster', () => {
    expect(pairedDifference([1, 1], [0, 1], ['a', 'a'])).toMatchObject({
      value: 0.5,
      interval: { lower: -1, upper: 1, method: 'whole range (one cluster)' },
      pValue: 1,
    });
    expect(pairedDifference([1], [0], ['a']).interval).toMatchObject({ lower: -1, upper: 1 });
  });

  const pairs = fc.array(
    fc.tuple(
      fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
      fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
      fc.nat(6),
    ),
    { minLength: 1, maxLength: 30 },
  );
  const of = (items: readonly (readonly [number, number, number])[]) =>
    pairedDifference(
      items.map(([a]) => a),
      items.map(([, b]) => b),
      items.map(([, , id]) => `c${id}`),
      { resamples: 999 },
    );

  it.each([
    [
      'last',
      [
        [1, 0],
        [0, 1],
        [1e-20, 0],
      ],
    ],
    [
      'first',
      [
        [1e-20, 0],
        [1, 0],
        [0, 1],
      ],
    ],
  ] as const)('adds up a cluster exactly, what cancels in it %s', (_, first) => {
    // Both clusters sum to 1e-20: 2 of the 4 patterns of signs are as far from 0. Were the sum of
    // the first rounded to 0 on the way, one cluster would be left, and p = 1.
    const items = [...first.map(([a, b]) => [a, b, 0] as const), [1e-20, 0, 1] as const];
    expect(of(items).pValue).toBe(0.5);
  });

  it('contains the difference, stays in [-1, 1] and does not depend on the order of the items', () => {
    fc.assert(
      fc.property(pairs, (items) => {
        const { value, interval, pValue } = of(items);
        expect(interval.lower).toBeGreaterThanOrEqual(-1);
        expect(interval.upper).toBeLessThanOrEqual(1);
        expect(interval.lower).toBeLessThanOrEqual(value);
        expect(interval.upper).toBeGreaterThanOrEqual(value);
        const reversed = of([...items].reverse());
        expect(reversed.interval.lower).toBeCloseTo(interval.lower, 9);
        expect(reversed.pValue).toBeCloseTo(pValue, 12);
      }),
    );
  });

  it('is the mean difference of those who need no p-value, and a test', () => {
    fc.assert(
      fc.property(pairs, (items) => {
        const columns = [items.map(([a]) => a), items.map(([, b]) => b)] as const;
        const bare = pairedMeanDifference(
          ...columns,
          items.map(([, , id]) => `c${id}`),
        );
        const { pValue: _, pMethod: __, ...measured } = of(items);
        expect(measured).toEqual(bare);
      }),
    );
  });

  it('flips its sign when the models swap', () => {
    fc.assert(
      fc.property(pairs, (items) => {
        const there = of(items);
        const back = of(items.map(([a, b, id]) => [b, a, id] as const));
        expect(back.value).toBeCloseTo(-there.value, 12);
        expect(back.interval.lower).toBeCloseTo(-there.interval.upper, 9);
        expect(back.pValue).toBeCloseTo(there.pValue, 12);
      }),
    );
  });

  it('refuses lists of unequal length, NaN and scores outside [0, 1]', () => {
    expect(() => pairedDifference([1], [1, 0], ['a'])).toThrow('a has 1 entries, b has 2');
    expect(() => pairedDifference([], [], [])).toThrow('a is empty');
    expect(() => pairedDifference([1], [Number.NaN], ['a'])).toThrow('b[0] is NaN');
    expect(() => pairedDifference([-1], [0], ['a'])).toThrow(
      'a[0] is -1; scores must be in [0, 1]',
    );
  });
});
