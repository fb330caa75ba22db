import type { LabelledRow } from './text-row.ts';

/** How often each answer occurs, in order of first occurrence. */
export type AnswerCounts = Map<string, number>;

/** Counts the right answers of rows. */
export function countAnswers(rows: readonly LabelledRow[]): AnswerCounts {
  const counts: AnswerCounts = new Map();
  for (const { target } of rows) counts.set(target, (counts.get(target) ?? 0) + 1);
  return counts;
}

/** Counts the right answers of rows by group; rows without a group are left out. */
export function countAnswersBy(
  rows: readonly LabelledRow[],
  groupOf: (row: LabelledRow) => string | undefined,
): Map<string, AnswerCounts> {
  const groups = new Map<string, AnswerCounts>();
  for (const row of rows) {
    const group = groupOf(row);
    if (group === undefined) continue;
    const counts = groups.get(group) ?? new Map<string, number>();
    counts.set(row.target, (counts.get(row.target) ?? 0) + 1);
    groups.set(group, counts);
  }
  return groups;
}

/** All occurrences together. */
export function totalCount(counts: AnswerCounts): number {
  let total = 0;
  for (const count of counts.values()) total += count;
  return total;
}
