import { checkSameLength } from './check.ts';

/** Items folded to their clusters: all that statistics of clustered sums need to know. */
export interface ClusterTotals {
  /** Cluster ids in code-unit order, so that the order of the items does not matter. */
  readonly ids: readonly string[];
  /** Sum of the values in each cluster. */
  readonly sums: Float64Array;
  /** Number of items in each cluster. */
  readonly sizes: Float64Array;
  /** Cluster index of each item. */
  readonly indexOfItem: Uint32Array;
}

/**
 * Folds items to the sum and size of their clusters.
 *
 * @param values f64[items].
 * @param clusterIds string[items].
 * @returns Totals, clusters in code-unit order of their ids.
 * @throws {RangeError} if the lengths differ.
 */
export function clusterTotals(
  values: readonly number[],
  clusterIds: readonly string[],
): ClusterTotals {
  checkSameLength('clusterTotals', ['values', values.length], ['clusterIds', clusterIds.length]);
  const ids = [...new Set(clusterIds)].sort();
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  const indexOfItem = Uint32Array.from(clusterIds, (id) => indexOf.get(id)!);
  const sums = new Float64Array(ids.length);
  const sizes = new Float64Array(ids.length);
  for (const [item, cluster] of indexOfItem.entries()) {
    sums[cluster]! += values[item]!;
    sizes[cluster]! += 1;
  }
  return { ids, sums, sizes, indexOfItem };
}
