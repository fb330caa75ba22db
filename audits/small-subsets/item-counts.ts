import type { ReportedSubset } from '../../src/benchmark/reported-subsets.ts';
import type { Question } from './subset-scores.ts';

/** How large a subset is before any answer is looked at. */
export interface ItemCounts {
  readonly items: number;
  readonly clusters: number;
  /** n^2 / sum of squared cluster sizes: what is left if the items of a cluster all score alike. */
  readonly leastEffectiveItems: number;
}

/** Counts a subset's items and clusters. */
export function itemCounts(subset: ReportedSubset, { evidence }: Question): ItemCounts {
  const sizes = new Map<string, number>();
  for (const key of subset.itemKeys) {
    const cluster = evidence.clusters.clusterOf.get(key) ?? key;
    sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  }
  const squares = [...sizes.values()].reduce((sum, size) => sum + size * size, 0);
  const items = subset.itemKeys.size;
  return { items, clusters: sizes.size, leastEffectiveItems: items ** 2 / squares };
}
