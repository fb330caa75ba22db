import type { AuditRun } from '../../src/audit/audit-run.ts';
import type { LedgerEntry } from '../../src/benchmark/benchmark.ts';
import { formatCount } from '../numbers.ts';
import { countsText, reasonText } from '../wording.ts';
import { html, type Insertable, type Markup } from './escape.ts';
import { breakable, sourceMarkup } from './path.ts';
import { dataTable, truncationNote } from './table.ts';

const columns = [
  { title: 'File' },
  { title: 'Role' },
  { title: 'Read', numeric: true },
  { title: 'Kept', numeric: true },
  { title: 'Dropped', numeric: true },
  { title: 'Duplicated', numeric: true },
  { title: 'Truncated', numeric: true },
  { title: 'Unjoined', numeric: true },
  { title: 'Unanswered', numeric: true },
];

/** What became of every row, so that nothing is lost in silence. */
export function ledgerSection(run: AuditRun, maxRows: number): Markup {
  const notes = run.ledger.flatMap((entry) => entry.notes);
  const shown = notes.slice(0, maxRows);
  return html`<section id="rows" aria-labelledby="rows-title">
<h2 id="rows-title">Rows</h2>
${
  run.ledger.length === 0
    ? html`<p class="empty">No row was recorded.</p>`
    : html`<p class="lead">Every row that was read is accounted for: kept, dropped for a reason, or equal to an earlier one.</p>
${dataTable('Rows by file', columns, run.ledger.map(fileRow))}`
}
${
  shown.length > 0 &&
  dataTable(
    'Remarks on single rows',
    [{ title: 'Where' }, { title: 'What' }, { title: 'Row' }, { title: 'Detail' }],
    shown.map(({ source, reason, effect, detail }) => [
      html`<code>${sourceMarkup(source)}</code>`,
      reasonText(reason),
      effect,
      html`<span dir="auto">${detail}</span>`,
    ]),
    truncationNote(shown.length, notes.length, formatCount),
  )
}
</section>`;
}

function fileRow(entry: LedgerEntry): Insertable[] {
  const predictions = entry.role === 'predictions';
  const joined = predictions || entry.role === 'judgments';
  const count = (value: number) =>
    value === 0 ? html`<span class="absent">0</span>` : html`<b>${formatCount(value)}</b>`;
  return [
    html`<code>${breakable(entry.file)}</code><small>${readAs(entry)}</small>`,
    entry.role,
    html`${formatCount(entry.read)}${entry.filtered !== undefined && html`<small>${formatCount(entry.filtered)} not wanted by the config</small>`}`,
    html`${formatCount(entry.kept)}${entry.unused && html`<small>not used: ${countsText(Object.entries(entry.unused))}</small>`}`,
    dropped(entry),
    count(entry.duplicated),
    count(entry.truncated),
    joined ? count(entry.unjoined) : html`<span class="absent">–</span>`,
    predictions ? count(entry.unanswered) : html`<span class="absent">–</span>`,
  ];
}

function readAs({ format, model, condition = 'real' }: LedgerEntry): string {
  return model === undefined
    ? `read as ${format}`
    : `read as ${format}: ${model}, condition ${condition}`;
}

function dropped(entry: LedgerEntry): Insertable {
  const reasons = Object.entries(entry.dropped).filter(([, count]) => count > 0);
  if (reasons.length === 0) return html`<span class="absent">0</span>`;
  const total = reasons.reduce((sum, [, count]) => sum + count, 0);
  return html`<b>${formatCount(total)}</b><small>${countsText(reasons)}</small>`;
}
