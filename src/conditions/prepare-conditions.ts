import type { Item } from '../benchmark/benchmark.ts';
import type { ConditionContext, ConditionId, Inapplicable, Stimulus } from './condition.ts';
import { conditions } from './index.ts';

/** Makes an item's stimuli under one condition. */
export type PreparedCondition = (item: Item) => readonly Stimulus[] | Inapplicable;

/**
 * Conditions made ready for a benchmark, in the order of `conditionIds`.
 *
 * @param ids Which are wanted; order and repeats do not count.
 */
export function prepareConditions(
  ids: readonly ConditionId[],
  context: ConditionContext,
): ReadonlyMap<ConditionId, PreparedCondition> {
  const wanted = conditions.filter(({ id }) => ids.includes(id));
  return new Map(wanted.map((condition) => [condition.id, condition.prepare(context)]));
}
