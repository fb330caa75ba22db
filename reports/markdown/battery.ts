import type { AuditRun } from '../../src/audit/audit-run.ts';
import { batteryItems, batteryLead } from '../battery-wording.ts';
import { rowGaps } from '../gaps-wording.ts';
import { formatCount } from '../numbers.ts';
import { escapeMarkdown, markdownTable } from './escape.ts';
import { refusedParagraphs } from './refused.ts';

/** Which models were asked under which conditions, and how far that has come. */
export function batteryTable({ battery }: AuditRun): string {
  if (!battery) return '';
  const titles = new Map(battery.conditions.map(({ id, title }) => [id, title]));
  const rows = battery.rows.map((row) => [
    row.model,
    titles.get(row.condition) ?? row.condition,
    `${formatCount(row.answered)} of ${formatCount(row.planned)}, ${batteryItems(row)}`,
    rowGaps(row, 'item').join('; ') || '–',
  ]);
  return [
    '### Battery',
    escapeMarkdown(batteryLead(battery)),
    ...(rows.length > 0 ? [markdownTable(['Model', 'Condition', 'Answered', 'Gaps'], rows)] : []),
    ...refusedParagraphs(battery.refused),
  ].join('\n\n');
}
