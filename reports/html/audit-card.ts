import type { AuditResult, EvidenceTable, Figure, Measure } from '../../src/audit/audit.ts';
import type { AuditRun } from '../../src/audit/audit-run.ts';
import { formatCell, formatCount, formatLevel, formatValue } from '../numbers.ts';
import { plural, severities, spaced } from '../wording.ts';
import { html, type Insertable, type Markup } from './escape.ts';
import { intervalFigure } from './forest-plot.ts';
import { histogramFigure } from './histogram.ts';
import { cellMarkup, sampleSize, valueWithInterval } from './numbers.ts';
import { sourceLink } from './source-link.ts';
import { severityBadge, verdictBadge } from './symbols.ts';
import { dataTable, truncationNote } from './table.ts';

/** A card for every audit, in the order of the run. */
export function auditsSection(run: AuditRun, maxRows: number): Markup {
  return html`<section id="audits" aria-labelledby="audits-title">
<h2 id="audits-title">Audits</h2>
${run.audits.length === 0 && html`<p class="empty">No audit is configured.</p>`}
${run.audits.map((audit) => auditCard(audit, maxRows))}
</section>`;
}

function auditCard(audit: AuditResult, maxRows: number): Markup {
  return html`<article class="card" id="audit-${audit.id}" aria-labelledby="audit-${audit.id}-title">
<header>${verdictBadge(audit.verdict)}<h3 id="audit-${audit.id}-title">${audit.title}</h3><code>${audit.id}</code></header>
<p class="question">${audit.question}</p>
<p class="answer">${audit.summary}</p>
${measureList(audit)}
${audit.figures.map((figure) => figureMarkup(figure, maxRows))}
${audit.tables.map((table) => evidenceTable(table, maxRows))}
${findingCounts(audit)}
<div class="small-print">
${disclosure('Method', html`<p>${audit.method}</p>${intervalMethods(audit)}`)}
${disclosure('What this does not show', html`<p>${audit.limits}</p>`)}
${thresholds(audit)}
${audit.sources.length > 0 && disclosure('Sources', html`<ul>${audit.sources.map((source) => html`<li>${sourceLink(source)}</li>`)}</ul>`)}
</div>
</article>`;
}

function disclosure(title: string, content: Markup): Markup {
  return html`<details><summary>${title}</summary><div class="details-body">${content}</div></details>`;
}

function measureList({ measures }: AuditResult): Insertable {
  const entries = Object.values(measures);
  if (entries.length === 0) return false;
  return html`<dl class="measures">
${entries.map(
  (measure) => html`<div><dt>${measure.title}</dt><dd>${measureMarkup(measure)}</dd></div>
`,
)}</dl>`;
}

function measureMarkup(measure: Measure): Markup {
  if (measure.kind === 'estimate') {
    return html`${valueWithInterval(formatValue(measure.value, measure.unit), measure.interval, measure.unit)} ${sampleSize(measure)}`;
  }
  if (measure.kind === 'count') {
    return html`<span class="value"><b>${formatCount(measure.value)}</b>${measure.of !== undefined && ` of ${formatCount(measure.of)}`}</span> <span class="sample">full count</span>`;
  }
  return html`<span class="absent">not available: ${measure.reason}</span>`;
}

function figureMarkup(figure: Figure, maxRows: number): Markup {
  return figure.kind === 'intervals' ? intervalFigure(figure, maxRows) : histogramFigure(figure);
}

function evidenceTable({ title, columns, rows, note }: EvidenceTable, maxRows: number): Markup {
  const shown = rows.slice(0, maxRows);
  const cells = shown.map((row) => columns.map(({ key }) => cellMarkup(row[key])));
  const aligned = (index: number) => cells.map((row) => row[index]?.aligned);
  return dataTable(
    title,
    columns.map((column, index) => ({
      title: column.title,
      numeric: aligned(index).includes('number') && !aligned(index).includes('text'),
    })),
    cells.map((row) => row.map(({ content }) => content)),
    html`${note} ${truncationNote(shown.length, rows.length, formatCount)}`,
  );
}

/** How many findings of which kind, with a way to the list; the client narrows the list on a click. */
function findingCounts({ id, findings }: AuditResult): Insertable {
  if (findings.length === 0) return false;
  const counts = new Map<string, number>();
  for (const { kind } of findings) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const kinds = severities.flatMap((severity) =>
    [
      ...new Set(
        findings.filter((finding) => finding.severity === severity).map(({ kind }) => kind),
      ),
    ].map(
      (kind) =>
        html`<li>${severityBadge(severity)} ${spaced(kind)} <b>${formatCount(counts.get(kind) ?? 0)}</b></li>`,
    ),
  );
  return html`<div class="card-findings"><ul role="list">${kinds}</ul><a href="#findings" data-show-audit="${id}">See ${plural(findings.length, findings.length === 1 ? 'the' : `the ${formatCount(findings.length)}`, 'finding')}</a></div>`;
}

function intervalMethods({ measures }: AuditResult): Insertable {
  const estimates = Object.values(measures).filter((measure) => measure.kind === 'estimate');
  if (estimates.length === 0) return false;
  return html`<ul>${estimates.map(
    ({ title, interval }) =>
      html`<li>${title}: ${formatLevel(interval.level)} interval by ${interval.method}</li>`,
  )}</ul>`;
}

function thresholds({ options }: AuditResult): Insertable {
  const entries = Object.entries(options);
  if (entries.length === 0) return false;
  return disclosure(
    'Thresholds in force',
    html`<dl class="options">${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${optionText(value)}</dd></div>`)}</dl>`,
  );
}

function optionText(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number'
    ? formatCell(value)
    : JSON.stringify(value);
}
