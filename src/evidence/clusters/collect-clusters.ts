import type { Benchmark, Item } from '../../benchmark/benchmark.ts';
import type { ClusterEvidence, ReuseEvidence } from '../evidence.ts';
import { DisjointSets } from './disjoint-sets.ts';

/**
 * The reuse graph's connected components: items are joined by a common medium, exam or patient,
 * and media by an exact or verified pair. A component shares its luck, so it is one cluster of
 * every later statistic. O(items + pairs).
 */
export function collectClusters(benchmark: Benchmark, reuse: ReuseEvidence): ClusterEvidence {
  const items = [...benchmark.test, ...benchmark.train];
  const clusterOf = nameClusters(items, joinAll(items, reuse));
  const testSizes = countBy(benchmark.test.map((item) => clusterOf.get(item.key) as string));
  return {
    clusterOf,
    reusedTestItems: reusedTestItems(benchmark, reuse),
    patientsInBothSplits: inBothSplits(benchmark, (item) => item.patient),
    examsInBothSplits: inBothSplits(benchmark, (item) => item.exam),
    hasPatients: items.some((item) => item.patient !== undefined),
    hasExams: items.some((item) => item.exam !== undefined),
    testClusters: testSizes.size,
    largestTestCluster: [...testSizes.values()].reduce(
      (largest, size) => Math.max(largest, size),
      0,
    ),
  };
}

function joinAll(items: readonly Item[], reuse: ReuseEvidence): DisjointSets {
  const sets = new DisjointSets();
  for (const item of items) {
    const name = `item:${item.key}`;
    for (const media of item.media) sets.join(name, `media:${media.path}`);
    if (item.exam !== undefined) sets.join(name, `exam:${item.exam}`);
    if (item.patient !== undefined) sets.join(name, `patient:${item.patient}`);
  }
  for (const pair of reuse.pairs) {
    if (isProven(pair.verdict)) sets.join(`media:${pair.first}`, `media:${pair.second}`);
  }
  return sets;
}

/** Each item's cluster under the smallest item key in it, so that names do not hang on row order. */
function nameClusters(items: readonly Item[], sets: DisjointSets): Map<string, string> {
  const smallest = new Map<number, string>();
  const groups = items.map((item) => sets.groupOf(`item:${item.key}`));
  for (const [index, { key }] of items.entries()) {
    const group = groups[index] as number;
    const known = smallest.get(group);
    if (known === undefined || key < known) smallest.set(group, key);
  }
  return new Map(
    items.map((item, index) => [item.key, smallest.get(groups[index] as number) as string]),
  );
}

/** Test items that show a medium which is in train too, by its path or by a proven pair. */
function reusedTestItems(benchmark: Benchmark, reuse: ReuseEvidence): Set<string> {
  const reused = new Set(benchmark.train.flatMap((item) => item.media.map((media) => media.path)));
  for (const pair of reuse.pairs) {
    if (pair.scope === 'train-test' && isProven(pair.verdict)) reused.add(pair.first);
  }
  const shown = benchmark.test.filter((item) => item.media.some((media) => reused.has(media.path)));
  return new Set(shown.map((item) => item.key));
}

function isProven(verdict: ReuseEvidence['pairs'][number]['verdict']): boolean {
  return verdict === 'exact' || verdict === 'verified';
}

function inBothSplits(benchmark: Benchmark, idOf: (item: Item) => string | undefined): string[] {
  const train = new Set(benchmark.train.map(idOf));
  const both = new Set<string>();
  for (const item of benchmark.test) {
    const id = idOf(item);
    if (id !== undefined && train.has(id)) both.add(id);
  }
  return [...both].sort();
}

function countBy(values: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
