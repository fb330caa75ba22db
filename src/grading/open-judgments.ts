import type { RefusedModel } from '../run/battery-models.ts';
import type { JournalRow } from '../run/journal-row.ts';
import type { GradingPlan } from './plan-grading.ts';

/**
 * Judgments of a plan that have no outcome in a journal, by grader; graders without any are left out.
 * Of a refused grader all are open: what a journal holds of it cannot be told.
 */
export function openJudgments(
  { judgments, eachGrader }: Pick<GradingPlan, 'judgments' | 'eachGrader'>,
  rows: ReadonlyMap<string, JournalRow>,
  refused: readonly Pick<RefusedModel, 'name'>[],
): Readonly<Record<string, number>> {
  const open: Record<string, number> = {};
  for (const { grader, key } of judgments)
    if (key !== undefined && !rows.has(key)) open[grader] = (open[grader] ?? 0) + 1;
  if (eachGrader > 0) for (const { name } of refused) open[name] = eachGrader;
  return open;
}
