import type { Benchmark, Item } from '../../src/benchmark/benchmark.ts';
import { DisjointSets } from '../../src/evidence/clusters/disjoint-sets.ts';

/** The parent with the part of it that is the test split. */
export interface Selection {
  readonly parent: readonly Item[];
  /** Keys of the test items among them. */
  readonly used: ReadonlySet<string>;
  /** Test items that the parent lacks. */
  readonly missing: readonly Item[];
  /** What was drawn: the position of each parent item's cluster, or of the item itself. */
  readonly unitOf: ReadonlyMap<string, number>;
  /** Whether items that share a medium, exam or patient are always drawn together. */
  readonly wholeClusters: boolean;
}

/** What was selected of which parent; undefined where the parent is not at hand. */
export function selectionOf({ test, beyondLimit = [], parent }: Benchmark): Selection | undefined {
  if (parent === undefined) return undefined;
  const testKeys = new Set([...test, ...beyondLimit].map(({ key }) => key));
  const used = new Set(parent.items.map(({ key }) => key).filter((key) => testKeys.has(key)));
  const clusters = clustersOf(parent.items);
  const wholeClusters = keepsWhole(parent.items, clusters, used);
  return {
    parent: parent.items,
    used,
    missing: parent.missing,
    unitOf: new Map(
      parent.items.map(({ key }, position) => [
        key,
        wholeClusters ? clusters[position]! : position,
      ]),
    ),
    wholeClusters,
  };
}

/** Items that share a medium, an exam or a patient, directly or through others. */
function clustersOf(items: readonly Item[]): readonly number[] {
  const sets = new DisjointSets(items.length);
  const first = new Map<string, number>();
  for (const [position, { media, exam, patient }] of items.entries()) {
    const labels = [
      ...media.map(({ path }) => `medium ${path}`),
      ...(exam === undefined ? [] : [`exam ${exam}`]),
      ...(patient === undefined ? [] : [`patient ${patient}`]),
    ];
    for (const label of labels) {
      const earlier = first.get(label);
      if (earlier === undefined) first.set(label, position);
      else sets.unite(earlier, position);
    }
  }
  return items.map((_, position) => sets.find(position));
}

/** Whether no cluster is split between the subset and the rest, and some cluster could have been. */
function keepsWhole(
  items: readonly Item[],
  clusters: readonly number[],
  used: ReadonlySet<string>,
): boolean {
  const sizes = new Map<number, { all: number; used: number }>();
  for (const [position, { key }] of items.entries()) {
    const size = sizes.get(clusters[position]!) ?? { all: 0, used: 0 };
    sizes.set(clusters[position]!, {
      all: size.all + 1,
      used: size.used + Number(used.has(key)),
    });
  }
  const several = [...sizes.values()].filter(({ all }) => all > 1);
  const isTaken = several.some((size) => size.used > 0);
  return isTaken && several.every((size) => size.used === 0 || size.used === size.all);
}
