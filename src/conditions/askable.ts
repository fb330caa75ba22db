import type { Item } from '../benchmark/benchmark.ts';
import { type ConditionId, promptedConditionIds, repeatConditionIds } from './condition.ts';
import { parseConditionName } from './condition-name.ts';
import { type PreparedCondition, prepareConditions } from './prepare-conditions.ts';

/**
 * Whether an item can be asked under a condition, by the name that recorded answers give it; under
 * names of their own, and with more in the prompt, everything can. What can't be asked is not unanswered.
 */
export type Askable = (item: Item, condition: string) => boolean;

/** Conditions under which every item can be asked. */
const asksAll: ReadonlySet<ConditionId> = new Set([...promptedConditionIds, ...repeatConditionIds]);

/**
 * Lets the conditions themselves say which items they apply to. Whose medium is shown hangs on seed
 * and template, but whether there is one does not: neither is needed.
 *
 * @param items every test item, those behind a limit too; see `ConditionContext`.
 */
export function askableAmong(items: readonly Item[]): Askable {
  const prepared = new Map<ConditionId, PreparedCondition>();
  const stimuliOf = (id: ConditionId): PreparedCondition => {
    const known =
      prepared.get(id) ??
      prepareConditions([id], { seed: 0, items, templateOf: new Map() }).get(id)!;
    prepared.set(id, known);
    return known;
  };
  return (item, condition) => {
    const named = parseConditionName(condition);
    if (named === undefined || asksAll.has(named.id)) return true;
    const stimuli = stimuliOf(named.id)(item);
    return 'reason' in stimuli ? false : stimuli.length >= (named.rotation ?? 1);
  };
}
