import type { Benchmark, Item } from '../../benchmark/benchmark.ts';
import type { ClusterEvidence, ReuseEvidence, ReusePair } from '../evidence.ts';
import { DisjointSets } from './disjoint-sets.ts';

/**
 * Joins the items of both splits that share a medium, an exam, a patient, or a pair of media proven
 * to be the same (`exact` or `verified`), directly or through others. The components are the
 * clusters of every later statistic: items of one component share its luck.
 *
 * Ids count as they are written: patient `7` of one source is patient `7` of another.
 * Linear in items, media references and pairs: two million items take seconds.
 */
export function collectClusters(benchmark: Benchmark, reuse: ReuseEvidence): ClusterEvidence {
  const items = [...benchmark.test, ...benchmark.train];
  const positions = new Map(items.map((item, position) => [item.key, position]));
  const sets = new DisjointSets(items.length);
  uniteBy(items, sets, (item) => item.patient);
  uniteBy(items, sets, (item) => item.exam);
  uniteMedia(reuse, positions, sets);
  const proven = reuse.pairs.filter(isProven);
  unitePairs(proven, reuse, positions, sets);

  const clusterOf = nameClusters(items, sets);
  const sizes = new Map<string, number>();
  for (const { key } of benchmark.test) {
    const cluster = clusterOf.get(key)!;
    sizes.set(cluster, (sizes.get(cluster) ?? 0) + 1);
  }
  return {
    clusterOf,
    reusedTestItems: reusedTestItems(benchmark, reuse, proven),
    patientsInBothSplits: inBothSplits(benchmark, (item) => item.patient),
    examsInBothSplits: inBothSplits(benchmark, (item) => item.exam),
    hasPatients: items.some((item) => item.patient !== undefined),
    hasExams: items.some((item) => item.exam !== undefined),
    testClusters: sizes.size,
    largestTestCluster: [...sizes.values()].reduce((most, size) => Math.max(most, size), 0),
  };
}

const isProven = ({ verdict }: ReusePair): boolean => verdict === 'exact' || verdict === 'verified';

function uniteBy(
  items: readonly Item[],
  sets: DisjointSets,
  idOf: (item: Item) => string | undefined,
): void {
  const first = new Map<string, number>();
  items.forEach((item, position) => {
    const id = idOf(item);
    if (id === undefined) return;
    const known = first.get(id);
    if (known === undefined) first.set(id, position);
    else sets.unite(known, position);
  });
}

/** Items of one medium, and of media with the same bytes or content, train copies among themselves included. */
function uniteMedia(
  { media }: ReuseEvidence,
  positions: ReadonlyMap<string, number>,
  sets: DisjointSets,
): void {
  const firstOfContent = new Map<string, number>();
  for (const { itemKeys, contentHash, sha256 } of media) {
    const members = itemKeys.flatMap((key) => positions.get(key) ?? []);
    const first = members[0];
    if (first === undefined) continue;
    for (const member of members) sets.unite(first, member);
    for (const content of [contentHash, sha256]) {
      if (content === undefined) continue;
      const known = firstOfContent.get(content);
      if (known === undefined) firstOfContent.set(content, first);
      else sets.unite(known, first);
    }
  }
}

function unitePairs(
  pairs: readonly ReusePair[],
  { media }: ReuseEvidence,
  positions: ReadonlyMap<string, number>,
  sets: DisjointSets,
): void {
  const itemOf = new Map(media.map(({ path, itemKeys }) => [path, positions.get(itemKeys[0]!)]));
  for (const { first, second } of pairs) {
    const a = itemOf.get(first);
    const b = itemOf.get(second);
    if (a !== undefined && b !== undefined) sets.unite(a, b);
  }
}

/** A component is called after its smallest item key, whatever order its items came in. */
function nameClusters(items: readonly Item[], sets: DisjointSets): ReadonlyMap<string, string> {
  const names = new Map<number, string>();
  items.forEach(({ key }, position) => {
    const root = sets.find(position);
    const name = names.get(root);
    if (name === undefined || key < name) names.set(root, key);
  });
  return new Map(items.map(({ key }, position) => [key, names.get(sets.find(position))!]));
}

function reusedTestItems(
  benchmark: Benchmark,
  { media }: ReuseEvidence,
  proven: readonly ReusePair[],
): ReadonlySet<string> {
  const shared = new Set(
    proven.flatMap(({ scope, first }) => (scope === 'train-test' ? [first] : [])),
  );
  const keys = new Set(media.flatMap(({ path, itemKeys }) => (shared.has(path) ? itemKeys : [])));
  return new Set(benchmark.test.flatMap(({ key }) => (keys.has(key) ? [key] : [])));
}

function inBothSplits(
  benchmark: Benchmark,
  idOf: (item: Item) => string | undefined,
): readonly string[] {
  const ids = (items: readonly Item[]): Set<string> =>
    new Set(items.flatMap((item) => idOf(item) ?? []));
  const train = ids(benchmark.train);
  return [...ids(benchmark.test)].filter((id) => train.has(id)).sort();
}
