import type { AuditResult, Measure } from '../../src/audit/audit.ts';
import type { AuditRun } from '../../src/audit/audit-run.ts';
import { measuredCells } from '../matrix-wording.ts';
import { formatCell, formatCount, formatLevel } from '../numbers.ts';
import { plural, severities, spaced } from '../wording.ts';
import { html, type Insertable, type Markup } from './escape.ts';
import { disclosure, evidenceTable, figureMarkup, measureRows } from './evidence.ts';
import { type JoinedCard, joinedCards } from './joined-cards.ts';
import { sourceLink } from './source-link.ts';
import { severityBadge, verdictBadge } from './symbols.ts';

/** Measures that stand on a card even when a figure draws them too. */
const decisiveMeasures = 2;
/** Measures on a card before the rest is folded. */
const leadingMeasures = 6;
/** Tables on a card before the others are folded. */
const leadingTables = 3;

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
${audit.remedy !== undefined && html`<p class="remedy"><b>To pass:</b> ${audit.remedy}</p>`}
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
