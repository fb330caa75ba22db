import { checkSameLength } from './check.ts';
import { exactSum } from './exact-sum.ts';

/** Items folded to their clusters: all that statistics of clustered sums need to know. */
export interface ClusterTotals {
  /** Cluster ids in code-unit order, so that the order of the items does not matter. */
  readonly ids: readonly string[];
  /** Sum of the values in each cluster, rounded once: the order of the items does not matter. */
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
 * @throws {RangeError} if the lengths differ, or a total is not finite.
 */
export function clusterTotals(
  values: readonly number[],
  clusterIds: readonly string[],
): ClusterTotals {
  checkSameLength('clusterTotals', ['values', values.length], ['clusterIds', clusterIds.length]);
  const ids = [...new Set(clusterIds)].sort();
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  const indexOfItem = Uint32Array.from(clusterIds, (id) => indexOf.get(id)!);
  const members = ids.map((): number[] => []);
  for (const [item, cluster] of indexOfItem.entries()) members[cluster]!.push(values[item]!);
  const sums = Float64Array.from(members, exactSum);
  const sizes = Float64Array.from(members, ({ length }) => length);
  return { ids, sums, sizes, indexOfItem };
}
