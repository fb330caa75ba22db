import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BandIndex, collisionProbability } from './lsh.ts';

// Key "lsh": 1 - (1 - s^r)^b in double precision, Python 3 with scipy 1.17.1 (golden_stats.py).
const golden = JSON.parse(
  readFileSync(
    new URL('../../../test/fixtures/statistics/golden_stats.json', import.meta.url),
    'utf8',
  ),
).lsh as { b: number; r: number; s: number; p: number }[];

describe('collisionProbability', () => {
  it.each(golden)('with $b bands of $r rows at similarity $s is $p', ({ b, r, s, p }) => {
    expect(collisionProbability(s, { bands: b, rows: r })).toBeCloseTo(p, 12);
  });

  it('is 0 for sets without common elements and 1 for equal ones', () => {
    const banding = { bands: 4, rows: 3 };
    expect([collisionProbability(0, banding), collisionProbability(1, banding)]).toEqual([0, 1]);
  });
});

describe('BandIndex', () => {
  it('finds what shares a band, once, and nothing else', () => {
    const index = new BandIndex({ bands: 2, rows: 2 });
    index.add(1, Int32Array.of(1, 2, 3, 4));
    index.add(2, Int32Array.of(1, 9, 3, 4));
    index.add(3, Int32Array.of(9, 2, 4, 3));
    const found = index.candidates(Int32Array.of(1, 2, 3, 4));
    expect(found).toEqual(new Set([1, 2]));
  });
});
