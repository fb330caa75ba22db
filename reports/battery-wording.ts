/** What a battery's counts are called, in every format. */

import type { BatterySummary, BatterySummaryRow } from '../src/run/battery-summary.ts';
import { summaryGaps } from './gaps-wording.ts';
import { formatCount } from './numbers.ts';
import { plural } from './wording.ts';

/** What was asked, in a sentence, and what is missing. */
export function batteryLead(summary: BatterySummary): string {
  const { rows, conditions } = summary;
  const planned = rows.reduce((sum, row) => sum + row.planned, 0);
  const models = new Set(rows.map(({ model }) => model)).size;
  const cut = rows.reduce((sum, row) => sum + row.cut, 0);
  const cutNote =
    cut > 0
      ? ` ${plural(cut, formatCount(cut), 'answer was', 'answers were')} cut off at the longest length.`
      : '';
  const asked = `${plural(models, formatCount(models), 'model')} under ${plural(conditions.length, formatCount(conditions.length), 'condition')}: ${plural(planned, formatCount(planned), 'request')}, decoded greedily, or as a server does by default where endpoint.body takes its temperature out. Items that ask a model the same share one request.${cutNote}`;
  const gaps = summaryGaps(summary, 'model');
  return gaps.length === 0
    ? `${asked} All were answered.`
    : `${asked} Incomplete: ${gaps.join(', ')}. A run with such gaps can never pass a gate.`;
}

/** How many test items stand behind the requests: "for 1,204 items". */
export function batteryItems({ items }: BatterySummaryRow): string {
  return `for ${plural(items, formatCount(items), 'item')}`;
}
