import { checkSameLength } from './check.ts';
import { exactSum } from './exact-sum.ts';

/** Which items belong together. */
export interface ClusterIndex {
  /** Cluster ids in code-unit order, so that the order of the items does not matter. */
  readonly ids: readonly string[];
  /** Number of items in each cluster. */
  readonly sizes: Float64Array;
  /** Cluster index of each item. */
  readonly indexOfItem: Uint32Array;
}

/** Items folded to their clusters: all that statistics of clustered sums need to know. */
export interface ClusterTotals extends ClusterIndex {
  /** Sum of the values in each cluster, rounded once: the order of the items does not matter. */
  readonly sums: Float64Array;
}

/**
 * Folds items to the sum and size of their clusters.
 *
 * @param values f64[items].
 * @param clusterIds string[items].
 * @returns Totals, clusters in code-unit order of their ids.
 * @throws {RangeError} if the lengths differ, or a total is not finite.
 */
export function clusterTotals(
  values: ArrayLike<number>,
  clusterIds: readonly string[],
): ClusterTotals {
  checkSameLength('clusterTotals', ['values', values.length], ['clusterIds', clusterIds.length]);
  const index = clusterIndex(clusterIds);
  return { ...index, sums: clusterSums(values, index) };
}

/** Numbers the clusters, once for all columns that are folded by them. */
export function clusterIndex(clusterIds: readonly string[]): ClusterIndex {
  const ids = [...new Set(clusterIds)].sort();
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  const indexOfItem = Uint32Array.from(clusterIds, (id) => indexOf.get(id)!);
  const sizes = new Float64Array(ids.length);
  for (const cluster of indexOfItem) sizes[cluster]! += 1;
  return { ids, sizes, indexOfItem };
}

/** Sum of one column f64[items] in each cluster, rounded once. */
export function clusterSums(
  values: ArrayLike<number>,
  { sizes, indexOfItem }: ClusterIndex,
): Float64Array {
  const ends = new Uint32Array(sizes.length);
  for (let cluster = 1; cluster < sizes.length; cluster++) {
    ends[cluster] = ends[cluster - 1]! + sizes[cluster - 1]!;
  }
  const sideBySide = new Float64Array(indexOfItem.length);
  for (let item = 0; item < indexOfItem.length; item++) {
    sideBySide[ends[indexOfItem[item]!]!++] = values[item]!;
  }
  return sizes.map((size, cluster) =>
    exactSum(sideBySide.subarray(ends[cluster]! - size, ends[cluster]!)),
  );
}
