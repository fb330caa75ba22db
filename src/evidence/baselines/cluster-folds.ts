import { createRandom } from '../../statistics/index.ts';

/**
 * Deals rows into folds of nearly equal size so that no cluster is in two folds. With a
 * single cluster there is nothing to keep apart and rows are dealt one by one.
 *
 * @param clusterIds string[rows].
 * @param options folds: how many at most (fewer with fewer clusters); seed.
 * @returns Fold of each row, 0 … folds - 1.
 */
export function clusterFolds(
  clusterIds: readonly string[],
  options: { readonly folds: number; readonly seed: number },
): number[] {
  const single = new Set(clusterIds).size < 2;
  const ids = single ? clusterIds.map((_id, row) => String(row)) : clusterIds;
  const sizes = new Map<string, number>();
  for (const id of ids) sizes.set(id, (sizes.get(id) ?? 0) + 1);
  const random = createRandom(options.seed);
  // A random order first, so that clusters of one size don't go to folds by their place in the file.
  const largestFirst = [...sizes]
    .map(([id, size]) => ({ id, size, draw: random.nextFloat() }))
    .sort((a, b) => b.size - a.size || a.draw - b.draw);
  const filled = new Array<number>(Math.min(options.folds, sizes.size)).fill(0);
  const foldOf = new Map<string, number>();
  for (const { id, size } of largestFirst) {
    const lightest = filled.indexOf(Math.min(...filled));
    filled[lightest]! += size;
    foldOf.set(id, lightest);
  }
  return ids.map((id) => foldOf.get(id) as number);
}
