import type { ClusterEvidence } from '../evidence.ts';

/** The cluster of each item; an item that shares nothing is its own. */
export function clusterIdsOf(
  itemKeys: readonly string[],
  { clusterOf }: Pick<ClusterEvidence, 'clusterOf'>,
): string[] {
  return itemKeys.map((key) => clusterOf.get(key) ?? key);
}
