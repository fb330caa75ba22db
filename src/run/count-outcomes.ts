import type { JournalRow } from './journal-row.ts';

/** What became of some requests. */
export interface OutcomeCounts {
  readonly planned: number;
  readonly answered: number;
  /** Answers that were cut off at the longest length. */
  readonly cut: number;
  readonly left: number;
  /** Requests that failed, by reason. */
  readonly failed: Readonly<Record<string, number>>;
}

/** Counts by what a journal holds. */
export function countOutcomes(
  keys: Iterable<string>,
  rows: ReadonlyMap<string, JournalRow>,
): OutcomeCounts {
  const failed: Record<string, number> = {};
  let planned = 0;
  let answered = 0;
  let cut = 0;
  for (const key of keys) {
    planned += 1;
    const row = rows.get(key);
    if (row?.answer?.finish === 'length') cut += 1;
    if (row?.answer !== undefined) answered += 1;
    else if (row?.failure !== undefined) {
      const { reason } = row.failure;
      failed[reason] = (failed[reason] ?? 0) + 1;
    }
  }
  return { planned, answered, cut, left: planned - answered - total(failed), failed };
}

/** The sum of some counts. */
export function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
