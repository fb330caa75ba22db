import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clusterFolds } from './cluster-folds.ts';

describe('clusterFolds', () => {
  it('keeps clusters together in folds of nearly equal size', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'), { minLength: 1 }),
        fc.nat(),
        (ids, seed) => {
          const folds = clusterFolds(ids, { folds: 3, seed });
          const distinct = new Set(ids);
          if (distinct.size > 1) {
            for (const id of distinct) {
              expect(new Set(folds.filter((_fold, row) => ids[row] === id)).size).toBe(1);
            }
          }
          const used = new Set(folds).size;
          expect(used).toBe(Math.min(3, distinct.size > 1 ? distinct.size : ids.length));
        },
      ),
    );
  });

  it('deals a single cluster by row', () => {
    const folds = clusterFolds(['a', 'a', 'a'], { folds: 5, seed: 0 });
    expect(new Set(folds)).toEqual(new Set([0, 1, 2]));
  });
});
