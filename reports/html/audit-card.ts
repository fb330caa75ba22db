import type {
  AuditResult,
  Cell,
  EvidenceTable,
  Figure,
  Measure,
  Unavailable,
} from '../../src/audit/audit.ts';
import type { AuditRun } from '../../src/audit/audit-run.ts';
import { measuredCells } from '../matrix-wording.ts';
import { formatCell, formatCount, formatLevel, formatValue } from '../numbers.ts';
import { plural, severities, spaced } from '../wording.ts';
import { html, type Insertable, type Markup } from './escape.ts';
import { intervalFigure } from './forest-plot.ts';
import { heatMap } from './heat-map.ts';
import { histogramFigure } from './histogram.ts';
import { type JoinedCard, joinedCards } from './joined-cards.ts';
import { cellMarkup, publishedMarkup, sampleSize, valueWithInterval } from './numbers.ts';
import { sourceLink } from './source-link.ts';
import { severityBadge, verdictBadge } from './symbols.ts';
import { dataTable, truncationNote } from './table.ts';

/** Measures that stand on a card even when a figure draws them too. */
const decisiveMeasures = 2;
/** Measures on a card before the rest is folded. */
const leadingMeasures = 6;
/** Tables on a card before the others are folded. */
const leadingTables = 3;
/** Rows of a table before it is folded. */
const unfoldedRows = 12;

/** A card for every audit, in the order of the run. */
export function auditsSection(run: AuditRun, maxRows: number): Markup {
  return html`<section id="audits" aria-labelledby="audits-title">
<h2 id="audits-title">Audits</h2>
${
  run.audits.length === 0
    ? html`<p class="empty">No audit is configured.</p>`
    : html`<p class="lead">Brackets hold intervals. Items that share an image, exam or patient share their luck, so that n items may be worth fewer independent ones: n<sub>eff</sub>. A full count is no sample and needs no interval.</p>`
}
${run.audits.map((audit) => cardOf(audit, run.audits, maxRows))}
</section>`;
}

/** A card of its own, a card for the first of several joined audits, nothing for the others of them. */
function cardOf(audit: AuditResult, all: readonly AuditResult[], maxRows: number): Insertable {
  const joined = joinedCards.find(({ audits }) => audits.includes(audit.id));
  const members = all.filter(({ id }) => joined?.audits.includes(id));
  if (joined === undefined || members.length < 2) return auditCard(audit, maxRows);
  return audit === members[0] && joinedCard(joined, members, maxRows);
}

function auditCard(audit: AuditResult, maxRows: number): Markup {
  return html`<article class="card" id="audit-${audit.id}" aria-labelledby="audit-${audit.id}-title">
<header>${verdictBadge(audit.verdict)}<h3 id="audit-${audit.id}-title">${audit.title}</h3><code>${audit.id}</code></header>
${auditBody(audit, maxRows)}
</article>`;
}

/** Several audits under one heading: the last one's figures, and the table of their numbers, hold what all have to show, and come first. */
function joinedCard(
  { id, title, lead }: JoinedCard,
  members: readonly AuditResult[],
  maxRows: number,
): Markup {
  const last = members.at(-1);
  const [table] = last?.tables ?? [];
  return html`<article class="card joined" id="card-${id}" aria-labelledby="card-${id}-title">
<header><h3 id="card-${id}-title">${title}</h3></header>
<p class="lead">${lead}</p>
${last?.figures.map((figure) => figureMarkup(figure, maxRows))}
${table && evidenceTable(table, maxRows, false)}
${members.map(
  (
    audit,
  ) => html`<section class="member" id="audit-${audit.id}" aria-labelledby="audit-${audit.id}-title">
<header>${verdictBadge(audit.verdict)}<h4 id="audit-${audit.id}-title">${audit.title}</h4><code>${audit.id}</code></header>
${auditBody(audit === last ? { ...audit, figures: [], tables: audit.tables.slice(1) } : audit, maxRows)}
</section>`,
)}
</article>`;
}

function auditBody(audit: AuditResult, maxRows: number): Markup {
  return html`<p class="question">${audit.question}</p>
<p class="answer">${audit.summary}</p>
${measureList(audit)}
${audit.figures.map((figure) => figureMarkup(figure, maxRows))}
${audit.tables.map((table, index) => evidenceTable(table, maxRows, index >= leadingTables))}
${findingCounts(audit)}
<div class="small-print">
${disclosure('Method', html`<p>${audit.method}</p>${intervalMethods(audit)}`)}
${disclosure('What this does not show', html`<p>${audit.limits}</p>`)}
${thresholds(audit)}
${audit.sources.length > 0 && disclosure('Sources', html`<ul>${audit.sources.map((source) => html`<li>${sourceLink(source)}</li>`)}</ul>`)}
</div>`;
}

function disclosure(title: string, content: Markup): Markup {
  return html`<details><summary>${title}</summary><div class="details-body">${content}</div></details>`;
}

/** The measures that decide, then a fold with the rest and with those that a figure draws. */
function measureList(audit: AuditResult): Insertable {
  const measures = Object.values(audit.measures);
  if (measures.length === 0) return false;
  const drawn = drawnEstimates(audit);
  const leading = measures
    .filter((measure, index) => index < decisiveMeasures || !drawn.has(fingerprint(measure)))
    .slice(0, leadingMeasures);
  const folded = measures.filter((measure) => !leading.includes(measure));
  const title = plural(folded.length, `${formatCount(folded.length)} more`, 'measure');
  return html`${measureRows(leading)}${folded.length > 0 && disclosure(title, measureRows(folded))}`;
}

function measureRows(measures: readonly Measure[]): Markup {
  return html`<dl class="measures">
${measures.map(
  (measure) => html`<div><dt>${measure.title}</dt><dd>${measureMarkup(measure)}</dd></div>
`,
)}</dl>`;
}

function drawnEstimates({ figures }: AuditResult): Set<string> {
  const estimates = figures.flatMap((figure) => {
    const drawn =
      figure.kind === 'intervals'
        ? figure.rows
        : figure.kind === 'matrix'
          ? measuredCells(figure)
          : [];
    return drawn.map(({ estimate }) => fingerprint(estimate));
  });
  return new Set(estimates);
}

function fingerprint(measure: Measure): string {
  return measure.kind === 'estimate'
    ? JSON.stringify([measure.value, measure.n, measure.interval.lower, measure.interval.upper])
    : '';
}

function measureMarkup(measure: Measure): Markup {
  if (measure.kind === 'estimate') {
    return html`${valueWithInterval(formatValue(measure.value, measure.unit), measure.interval, measure.unit)} ${sampleSize(measure)}`;
  }
  if (measure.kind === 'published') {
    return html`${publishedMarkup(measure)} <span class="sample">${measure.arithmetic}</span>`;
  }
  if (measure.kind === 'count') {
    return html`<span class="value"><b>${formatCount(measure.value)}</b>${measure.of !== undefined && ` of ${formatCount(measure.of)}`}</span> <span class="sample">full count</span>`;
  }
  return html`<span class="absent">not available: ${measure.reason}</span>`;
}

function figureMarkup(figure: Figure, maxRows: number): Markup {
  switch (figure.kind) {
    case 'intervals':
      return intervalFigure(figure, maxRows);
    case 'histogram':
      return histogramFigure(figure);
    case 'matrix':
      return heatMap(figure, maxRows);
  }
}

/** A table without the columns that say nothing in any row, with why one is not available; a long one, or a late one, is folded. */
function evidenceTable(
  { title, columns, rows, note }: EvidenceTable,
  maxRows: number,
  isFolded: boolean,
): Markup {
  const shown = rows.slice(0, maxRows);
  const filled = columns.filter(({ key }) => rows.some((row) => isFilled(row[key])));
  const cells = shown.map((row) => filled.map(({ key }) => cellMarkup(row[key], key)));
  const aligned = (index: number) => cells.map((row) => row[index]?.aligned);
  const table = dataTable(
    title,
    filled.map((column, index) => ({
      title: column.title,
      numeric: aligned(index).includes('number') && !aligned(index).includes('text'),
    })),
    cells.map((row) => row.map(({ content }) => content)),
    html`${note} ${lackingColumns(columns, rows)}${truncationNote(shown.length, rows.length, formatCount)}`,
  );
  if (!isFolded && rows.length <= unfoldedRows) return table;
  return disclosure(`${title}: ${plural(rows.length, formatCount(rows.length), 'row')}`, table);
}

function isFilled(cell: Cell | undefined): boolean {
  return cell !== undefined && cell !== null && !isUnavailable(cell);
}

function isUnavailable(cell: Cell | undefined): cell is Unavailable {
  return typeof cell === 'object' && cell?.kind === 'unavailable';
}

/** "Not available: Kin shown first (it judged no answer of its kin)." of the columns that are left out. */
function lackingColumns(
  columns: EvidenceTable['columns'],
  rows: EvidenceTable['rows'],
): Insertable {
  const lacking = columns.flatMap(({ key, title }) => {
    const cells = rows.map((row) => row[key]);
    const first = cells.find(isUnavailable);
    return first === undefined || cells.some(isFilled) ? [] : [`${title} (${first.reason})`];
  });
  return lacking.length > 0 && `Not available: ${lacking.join('; ')}. `;
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
