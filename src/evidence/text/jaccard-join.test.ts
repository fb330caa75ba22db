import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jaccard, jaccardJoin, jaccardSelfJoin } from './jaccard-join.ts';

const set = (...elements: number[]) => Uint32Array.from(new Set(elements)).sort();

describe('jaccard', () => {
  it.each([
    [set(1, 2, 3), set(2, 3, 4), 2 / 4],
    [set(1), set(1), 1],
    [set(0xffffffff), set(0), 0],
    [set(), set(), 0],
    [set(), set(1), 0],
  ])('of %j and %j is %d', (a, b, expected) => {
    expect(jaccard(a, b)).toBe(expected);
  });
});

describe('jaccardJoin', () => {
  const sets = fc.array(
    fc.array(fc.nat({ max: 12 }), { maxLength: 10 }).map((elements) => set(...elements)),
    { maxLength: 20 },
  );

  it('finds exactly the pairs that comparing all finds', () => {
    const threshold = fc.constantFrom(0.3, 0.5, 0.6, 0.8, 0.9, 1);
    fc.assert(
      fc.property(sets, sets, threshold, (left, right, t) => {
        const all = right.flatMap((b, j) =>
          left.flatMap((a, i) => {
            const similarity = jaccard(a, b);
            return similarity >= t ? [{ left: i, right: j, jaccard: similarity }] : [];
          }),
        );
        expect(jaccardJoin(left, right, t)).toEqual(all);
      }),
    );
  });

  it('finds each pair within one collection once', () => {
    fc.assert(
      fc.property(sets, (collection) => {
        const both = jaccardJoin(collection, collection, 0.5);
        expect(jaccardSelfJoin(collection, 0.5)).toEqual(
          both.filter(({ left, right }) => left < right),
        );
      }),
    );
  });

  it.each([0, -1, 1.1, Number.NaN])('refuses the threshold %d', (threshold) => {
    expect(() => jaccardJoin([], [], threshold)).toThrow(
      `jaccardJoin: threshold is ${threshold}; give a number in (0, 1]`,
    );
  });
});
