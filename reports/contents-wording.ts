/** What a run is made of, in the words of every format. */

import type { AuditRun } from '../src/audit/audit-run.ts';
import { formatCount } from './numbers.ts';

type Contents = AuditRun['benchmark'];

/** A count with its noun, for one and for many. */
export type Counted = readonly [count: number, one: string, many: string];

/** Test items, train items and distinct media, in this order; none where judgments or claims stand alone. */
export function splitCounts({
  testItems,
  trainItems,
  distinctMedia,
}: Contents): readonly Counted[] {
  if (testItems === 0) return [];
  return [
    [testItems, 'test item', 'test items'],
    [trainItems, 'train item', 'train items'],
    [distinctMedia, 'distinct medium', 'distinct media'],
  ];
}

/** "5,400 judgments of 300 items by 3 graders", in a list of its own; empty without judgments. */
export function judgmentsText(
  { judged }: Contents,
  format: (count: number) => string = formatCount,
): string[] {
  if (judged === undefined) return [];
  const { judgments, items, graders } = judged;
  return [`${format(judgments)} judgments of ${format(items)} items by ${format(graders)} graders`];
}
