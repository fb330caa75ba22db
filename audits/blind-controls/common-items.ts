import { clusterIdsOf } from '../../src/evidence/clusters/cluster-ids.ts';
import type { ItemScores } from '../../src/evidence/evidence.ts';
import type { Question, Side } from './sides.ts';

/** Score by item key. */
export function scoreByItem({ itemKeys, values }: ItemScores): ReadonlyMap<string, number> {
  return new Map(itemKeys.map((key, index) => [key, values[index]!]));
}

/** Scores of each side under each condition on the items that all have, side by side. */
export function commonItems(
  sides: readonly Side[],
  conditions: readonly string[],
  question: Question,
): { readonly values: readonly number[][]; readonly clusterIds: readonly string[] } | undefined {
  const scores = sides.flatMap((side) => conditions.map((condition) => side.scores.get(condition)));
  const columns = scores.flatMap((one) => (one === undefined ? [] : [scoreByItem(one)]));
  const [first] = columns;
  if (first === undefined || columns.length < scores.length) return undefined;
  const keys = [...first.keys()].filter((key) => columns.every((column) => column.has(key)));
  if (keys.length === 0) return undefined;
  return {
    values: columns.map((column) => keys.map((key) => column.get(key)!)),
    clusterIds: clusterIdsOf(keys, question.evidence.clusters),
  };
}
