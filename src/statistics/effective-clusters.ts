import { clusterIndex } from './cluster-totals.ts';

/**
 * How many clusters of one size would weigh as much: n² / sum of squared sizes. It is also what is
 * left of n items if those of a cluster are all alike.
 *
 * Source: Kish 1965, Survey Sampling, 8.2 (weights; here the sizes of clusters).
 *
 * @param clusterIds string[items], at least one.
 * @example
 * effectiveClusters(['a', 'a', 'a', 'b']); // 1.6
 */
export function effectiveClusters(clusterIds: readonly string[]): number {
  const { sizes } = clusterIndex(clusterIds);
  return clusterIds.length ** 2 / sizes.reduce((sum, size) => sum + size ** 2, 0);
}
