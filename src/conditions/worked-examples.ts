import type { Item } from '../benchmark/benchmark.ts';
import { answerKind } from '../scoring/index.ts';
import { deriveSeed } from '../statistics/index.ts';
import type { ConditionContext } from './condition.ts';
import { patientClusters } from './patient-clusters.ts';

/** Train items that ask for the same kind of answer, those nearest to an item first. */
export interface WorkedExamples {
  /**
   * Train items to show before an item: of its template, where those do not suffice of its task, then
   * of all questions that want such an answer. None shares a patient, exam or medium with it. Fewer
   * than `count` where there are no more.
   */
  chosenFor(item: Item, count: number): readonly Item[];
  /** All train items of the nearest kind that has any. */
  nearestTo(item: Item): readonly Item[];
}

/**
 * Looks through the train split once. Which examples an item gets hangs on the seed and on its key,
 * not on the order of items.
 */
export function workedExamples({
  seed,
  items,
  train,
}: Required<Pick<ConditionContext, 'seed' | 'items' | 'train'>>): WorkedExamples {
  const { templateOf } = train;
  const patients = patientsOf([...items, ...train.items]);
  const levels = [
    (item: Item) => JSON.stringify([kindOf(item), 'template', templateOf.get(item.key)]),
    (item: Item) => JSON.stringify([kindOf(item), 'task', item.task]),
    kindOf,
  ];
  const ranked = inSeededOrder(train.items, seed);
  const pools = levels.map((keyOf) => groupBy(ranked, keyOf));
  const poolsOf = (item: Item): readonly (readonly Item[])[] =>
    pools.map((pool, level) => pool.get(levels[level]!(item)) ?? []);
  return {
    chosenFor(item, count) {
      const start = deriveSeed(seed, `conditions/few-shot/${item.key}`);
      const own = patients.get(item.key);
      const chosen = new Set<Item>();
      for (const pool of poolsOf(item)) {
        for (let step = 0; step < pool.length && chosen.size < count; step++) {
          const example = pool[(start + step) % pool.length]!;
          if (patients.get(example.key) !== own) chosen.add(example);
        }
      }
      return [...chosen];
    },
    nearestTo: (item) => poolsOf(item).find((pool) => pool.length > 0) ?? [],
  };
}

/** Kind of answer that is asked for. */
function kindOf(item: Item): string {
  return item.track === 'closed' ? `closed ${answerKind(item)}` : item.track;
}

/** Who each item key is about; see `patientClusters`. */
function patientsOf(items: readonly Item[]): ReadonlyMap<string, number> {
  const clusters = patientClusters(items);
  return new Map(items.map(({ key }, position) => [key, clusters[position]!]));
}

/** The same order whatever order the items come in. */
function inSeededOrder(items: readonly Item[], seed: number): Item[] {
  const ranked = items.map((item) => ({
    item,
    rank: deriveSeed(seed, `conditions/few-shot/train/${item.key}`),
  }));
  ranked.sort((a, b) => a.rank - b.rank || (a.item.key < b.item.key ? -1 : 1));
  return ranked.map(({ item }) => item);
}

function groupBy(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [item]);
    else known.push(item);
  }
  return groups;
}
