import type { AuditRun } from '../../src/audit/audit-run.ts';
import type { BatterySummary, BatterySummaryRow } from '../../src/run/battery-summary.ts';
import { batteryItems, batteryLead } from '../battery-wording.ts';
import { rowGaps } from '../gaps-wording.ts';
import { formatCount } from '../numbers.ts';
import { html, type Insertable, type Markup } from './escape.ts';
import { modelLink } from './model-link.ts';
import { refusedParagraph } from './refused.ts';

/** Which models were asked under which conditions, and how far that has come. */
export function batterySection(run: AuditRun): Insertable {
  const { battery } = run;
  if (!battery) return false;
  return html`<section id="battery" aria-labelledby="battery-title">
<h2 id="battery-title">Battery</h2>
<p class="lead">${batteryLead(battery)}</p>
${battery.rows.length > 0 && grid(run, battery)}
${battery.refused.map(({ name, reason }) => refusedParagraph(modelLink(run, name), reason))}
</section>`;
}

/** A row a condition, a column a model: a bar of what was answered, failed and not asked. */
function grid(run: AuditRun, { rows, conditions }: BatterySummary): Markup {
  const models = [...new Set(rows.map(({ model }) => model))];
  const cellOf = (model: string, condition: string): BatterySummaryRow | undefined =>
    rows.find((row) => row.model === model && row.condition === condition);
  return html`<div class="table-box" role="region" aria-label="Requests by model and condition" tabindex="0"><table class="battery">
<thead><tr><th scope="col">Condition</th>${models.map((model) => html`<th scope="col">${modelLink(run, model)}</th>`)}</tr></thead>
<tbody>
${conditions.map(
  ({ id, title, shows }) =>
    html`<tr><th scope="row">${title}<small>${shows}</small></th>${models.map((model) => html`<td data-title="${model}">${cell(cellOf(model, id))}</td>`)}</tr>
`,
)}</tbody>
</table></div>`;
}

function cell(row: BatterySummaryRow | undefined): Insertable {
  if (row === undefined) return html`<span class="absent">not planned</span>`;
  const { planned, answered } = row;
  return html`${planned > 0 && bar(row)}<b>${formatCount(answered)}</b> of ${formatCount(planned)} answered, ${batteryItems(row)}${rowGaps(row, 'item').map((gap) => html`<small>${gap}</small>`)}`;
}

/** Widths in percent; the words beside it say the same. */
function bar({ planned, answered, left }: BatterySummaryRow): Markup {
  const share = (count: number): string => ((100 * count) / planned).toFixed(2);
  const failed = planned - answered - left;
  return html`<svg class="battery-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="answered" width="${share(answered)}" height="4"/><rect class="lost" x="${share(answered)}" width="${share(failed)}" height="4"/></svg>`;
}
