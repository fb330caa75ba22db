/** What is missing of requests, in every format. */

import type { OutcomeCounts } from '../src/run/count-outcomes.ts';
import { formatCount } from './numbers.ts';
import { plural, spaced } from './wording.ts';

/** "3 cut off at the longest length", "2 not asked", "4 failed: timeout", "12 items not applicable: the item has no options". */
export function rowGaps(
  row: Pick<OutcomeCounts, 'cut' | 'left' | 'failed'> & {
    readonly notApplicable: Readonly<Record<string, number>>;
  },
  notApplicableOf: 'item' | 'judgment',
): readonly string[] {
  const { cut, left, failed, notApplicable } = row;
  return [
    ...(cut > 0 ? [`${formatCount(cut)} cut off at the longest length`] : []),
    ...(left > 0 ? [`${formatCount(left)} not asked`] : []),
    ...Object.entries(failed).map(
      ([reason, count]) => `${formatCount(count)} failed: ${spaced(reason)}`,
    ),
    ...Object.entries(notApplicable).map(
      ([reason, count]) =>
        `${plural(count, formatCount(count), notApplicableOf)} not applicable: ${reason}`,
    ),
  ];
}

/** "2 not asked", "4 failed", "1 model could not be asked": of all rows together. */
export function summaryGaps(
  summary: { readonly left: number; readonly failed: number; readonly refused: readonly unknown[] },
  asked: 'model' | 'grader',
): readonly string[] {
  const { left, failed, refused } = summary;
  const number = refused.length;
  return [
    ...(left > 0 ? [`${formatCount(left)} not asked`] : []),
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
    ...(number > 0 ? [`${plural(number, formatCount(number), asked)} could not be asked`] : []),
  ];
}
