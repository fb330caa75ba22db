import type { ReportedSubset } from '../../src/benchmark/reported-subsets.ts';
import { clusterIdsOf } from '../../src/evidence/clusters/cluster-ids.ts';
import { effectiveClusters } from '../../src/statistics/index.ts';
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
  const clusterIds = clusterIdsOf([...subset.itemKeys], evidence.clusters);
  return {
    items: clusterIds.length,
    clusters: new Set(clusterIds).size,
    leastEffectiveItems: effectiveClusters(clusterIds),
  };
}
