/** What a battery's counts are called, in every format. */

import type { BatterySummary, BatterySummaryRow } from '../src/run/battery-summary.ts';
import { formatCount } from './numbers.ts';
import { plural, spaced } from './wording.ts';

/** What was asked, in a sentence, and what is missing. */
export function batteryLead({ rows, conditions, left, failed, refused }: BatterySummary): string {
  const planned = rows.reduce((sum, row) => sum + row.planned, 0);
  const models = new Set(rows.map(({ model }) => model)).size;
  const asked = `${plural(models, formatCount(models), 'model')} under ${plural(conditions.length, formatCount(conditions.length), 'condition')}: ${plural(planned, formatCount(planned), 'request')}, decoded greedily, or as a server does by default where endpoint.body takes its temperature out. Items that ask a model the same share one request.`;
  const gaps = [
    ...(left > 0 ? [`${formatCount(left)} not asked`] : []),
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
    ...(refused.length > 0
      ? [
          plural(refused.length, formatCount(refused.length), 'model could', 'models could') +
            ' not be asked',
        ]
      : []),
  ];
  return gaps.length === 0
    ? `${asked} All were answered.`
    : `${asked} Incomplete: ${gaps.join(', ')}. A run with such gaps can never pass a gate.`;
}

/** "4 timeout, 1 medium unreadable", "12 items: the item has no options". */
export function batteryGaps({ failed, left, notApplicable }: BatterySummaryRow): readonly string[] {
  return [
    ...(left > 0 ? [`${formatCount(left)} not asked`] : []),
    ...Object.entries(failed).map(
      ([reason, count]) => `${formatCount(count)} failed: ${spaced(reason)}`,
    ),
    ...Object.entries(notApplicable).map(
      ([reason, items]) => `${plural(items, formatCount(items), 'item')} not applicable: ${reason}`,
    ),
  ];
}
