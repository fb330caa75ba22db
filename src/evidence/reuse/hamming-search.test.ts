import { describe, expect, test } from 'vitest';
import { createRandom } from '../../statistics/create-random.ts';
import { hammingDistance, nearestSymmetry, searchHamming } from './hamming-search.ts';

const random = createRandom(3);
const words = (count: number): Uint32Array =>
  Uint32Array.from({ length: count }, () => random.nextUint32());

describe('searchHamming', () => {
  test.each([
    [1, 21],
    [8, 18],
  ] as const)(
    'finds what comparing one by one finds, with %i hashes a query within %i bits',
    async (hashes, radiusBits) => {
      // More targets than one block of 65,536 holds, and not a multiple of it.
      const [queries, targets] = [words(2 * hashes * 3), words(2 * 70_001)];
      targets.set(queries.subarray(0, 2), 2 * 70_000);
      const expected: string[] = [];
      for (let query = 0; query < 3; query++) {
        for (let target = 0; target < 70_001; target++) {
          const distances = Array.from({ length: hashes }, (_, k) =>
            hammingDistance(queries, 2 * (query * hashes + k), targets, 2 * target),
          );
          if (Math.min(...distances) <= radiusBits) expected.push(`${query} ${target}`);
        }
      }
      const found: string[] = [];
      await searchHamming({ queries, hashes, targets, radiusBits }, (query, target) => {
        found.push(`${query} ${target}`);
      });
      expect(expected.length).toBeGreaterThan(10);
      expect(found.sort()).toEqual(expected.sort());
    },
  );

  test('a radius of 0 finds equal hashes only', async () => {
    const targets = words(20);
    const found: number[] = [];
    const search = { queries: targets.slice(6, 8), hashes: 1, targets, radiusBits: 0 } as const;
    await searchHamming(search, (_, target) => {
      found.push(target);
    });
    expect(found).toEqual([3]);
  });

  test.each([
    ['queries', new Uint32Array(0), words(4)],
    ['targets', words(2), new Uint32Array(0)],
  ])('finds nothing without %s', async (_, queries, targets) => {
    await searchHamming({ queries, hashes: 1, targets, radiusBits: 64 }, () => {
      throw new Error('nothing to find');
    });
  });
});

test('distances count the bits that differ in both words', () => {
  const hashes = Uint32Array.of(0xffffffff, 0, 0xfffffffe, 0x80000000);
  expect(hammingDistance(hashes, 0, hashes, 2)).toBe(2);
  expect(hammingDistance(Uint32Array.of(0, 0), 0, Uint32Array.of(0xffffffff, 0xffffffff), 0)).toBe(
    64,
  );
});

test('the nearest symmetry is the first of equals', () => {
  const query = new Uint32Array(16).fill(0xffff);
  query.set([7, 0], 6);
  query.set([7, 0], 10);
  expect(nearestSymmetry(query, 0, Uint32Array.of(3, 0), 0)).toEqual({
    symmetry: 3,
    distanceBits: 1,
  });
});
