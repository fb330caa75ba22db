import type { Estimate } from '../../src/audit/audit.ts';
import type { AuditRun } from '../../src/audit/audit-run.ts';
import {
  type CheckedClaim,
  type CheckedClaims,
  type ClaimStatus,
  claimStatuses,
} from '../../src/claims/checked-claims.ts';
import { claimsSentence } from '../../src/claims/claims-sentence.ts';
import { claimedText, statusMeanings, statusWords } from '../claims-wording.ts';
import { formatCount, formatEstimate } from '../numbers.ts';
import { plural } from '../wording.ts';
import { html, type Insertable, type Markup } from './escape.ts';
import { disclosure, evidenceTable, figureMarkup, measureRows } from './evidence.ts';
import { leadFigures } from './leads.ts';
import { estimateMarkup } from './numbers.ts';
import { linearAxis, whisker } from './plot.ts';
import { statusBadge } from './symbols.ts';
import { truncationNote } from './table.ts';

/** What the claims are worth, one by one, with where the leads come from. */
export function claimsSection(run: AuditRun, maxRows: number): Insertable {
  const { claims } = run;
  if (!claims) return false;
  return html`<section id="claims" aria-labelledby="claims-title">
<h2 id="claims-title">What the claims are worth</h2>
<p class="lead">${claimsSentence(claims)} Made in ${claims.source}. ${meanings(claims)}</p>
${leadFigures(claims.leads)}
<ol class="claims" role="list">
${claims.claims.slice(0, maxRows).map((claim) => claimCard(run, claim, maxRows))}</ol>
${claims.claims.length > maxRows && html`<p class="fine">${truncationNote(maxRows, claims.claims.length, formatCount)}</p>`}</section>`;
}

/** The claims in short: badge, sentence, why. */
export function claimLines({ claims }: CheckedClaims, most: number): Markup {
  const shown = byStatus(claims).slice(0, most);
  const hidden = claims.length - shown.length;
  return html`<ul class="verdicts claim-lines" role="list" aria-label="What each claim is worth">
${shown.map(
  (claim) =>
    html`<li><a href="#claim-${claim.id}">${statusBadge(claim.status)}<span class="verdict-title">${claim.text}</span><span class="verdict-why">${claim.why}</span></a></li>
`,
)}</ul>
${hidden > 0 && html`<p class="fine"><a href="#claims">${formatCount(hidden)} more ${hidden === 1 ? 'claim' : 'claims'} below</a></p>`}`;
}

/** What needs a reader's eye first comes first. */
const urgency: readonly ClaimStatus[] = [
  'contradicted',
  'fragile',
  'inconclusive',
  'supported',
  'not-testable',
];

function byStatus(claims: readonly CheckedClaim[]): readonly CheckedClaim[] {
  return urgency.flatMap((status) => claims.filter((claim) => claim.status === status));
}

function meanings({ claims }: CheckedClaims): string {
  const used = claimStatuses.filter((status) => claims.some((claim) => claim.status === status));
  const texts = used.map(
    (status) => `${statusWords[status].toLowerCase()}: ${statusMeanings[status]}`,
  );
  return texts.length === 0 ? '' : `${texts.join('; ')}.`;
}

function claimCard(run: AuditRun, claim: CheckedClaim, maxRows: number): Markup {
  const { id, text, location, status, why, needs } = claim;
  return html`<li class="card claim status-${status}" id="claim-${id}">
<header>${statusBadge(status)}<code>${id}</code></header>
<blockquote class="claim-text" dir="auto">${text}</blockquote>
<p class="fine">${location !== undefined && html`${location}. `}${basisText(claim)}</p>
<p class="answer">${why}</p>
${comparison(claim)}
${needs.length > 0 && html`<div class="needs"><h4>What would settle it</h4><ul>${needs.map((need) => html`<li>${need}</li>`)}</ul></div>`}
${claim.figures.map((figure) => figureMarkup(figure, maxRows))}
${details(claim, maxRows)}
${audits(run, claim)}
</li>
`;
}

function basisText({ basis }: CheckedClaim): string {
  return basis === 'run'
    ? 'Derived again from this run.'
    : 'Tested on paper: from published figures alone.';
}

/** What is claimed against what there is: the claimed figure on the axis of the first estimate. */
function comparison(claim: CheckedClaim): Insertable {
  const claimed = claimedText(claim);
  if (claimed === undefined) return false;
  const found = Object.values(claim.measures).find(({ kind }) => kind === 'estimate') as
    | Estimate
    | undefined;
  if (found === undefined)
    return html`<p class="claimed-alone">Claimed: <b class="claimed">${claimed}</b> <span class="absent">no interval can be given</span></p>`;
  const same = found.unit !== 'count' && sameScale(claim, found);
  return html`<div class="comparison"><dl><div><dt>Claimed</dt><dd><b class="claimed">${claimed}</b></dd></div><div><dt>${claim.basis === 'run' ? 'Measured' : 'By its n'}</dt><dd>${estimateMarkup(found)}</dd></div></dl>
${same && comparisonPlot(claim.claimed!.value, claimed, found)}</div>`;
}

function sameScale({ claimed }: CheckedClaim, { unit }: Estimate): boolean {
  const scale = (one: string): string => (one === 'score' ? 'proportion' : one);
  return claimed !== undefined && scale(claimed.unit) === scale(unit);
}

function comparisonPlot(claimed: number, text: string, found: Estimate): Markup {
  const { value, interval, unit } = found;
  const axis = linearAxis([claimed, value, interval.lower, interval.upper], { unit });
  const at = axis.place(claimed);
  const description = `Claimed ${text}; found ${formatEstimate(found)}`;
  return html`<div class="comparison-plot"><svg role="img" aria-label="${description}"><title>${description}</title>${axis.ticks.map(
    ({ at: x, text: label }) =>
      html`<line class="grid" x1="${x}" x2="${x}" y1="0" y2="2.6rem"/><text x="${x}" y="3.5rem" text-anchor="middle">${label}</text>`,
  )}<svg height="2.6rem">${axis.zero !== undefined && html`<line class="zero" x1="${axis.zero}" x2="${axis.zero}" y1="0" y2="100%"/>`}${whisker(axis, interval)}<circle class="found" cx="${axis.place(value)}" cy="50%" r="5"/><line class="claimed-line" x1="${at}" x2="${at}" y1="0" y2="100%"/></svg></svg></div>`;
}

function details(claim: CheckedClaim, maxRows: number): Insertable {
  const measures = Object.values(claim.measures);
  const { tables } = claim;
  if (measures.length + tables.length === 0) return false;
  const held =
    measures.length > 0
      ? `${plural(measures.length, formatCount(measures.length), 'number')} behind it`
      : plural(tables.length, formatCount(tables.length), 'table');
  return disclosure(
    held,
    html`${measures.length > 0 && measureRows(measures)}${tables.map((table) => evidenceTable(table, maxRows, false))}`,
  );
}

function audits(run: AuditRun, { audits: ids }: CheckedClaim): Insertable {
  const known = run.audits.filter(({ id }) => ids.includes(id));
  if (known.length === 0) return false;
  return html`<p class="fine bearing">Audits that bear on it: ${known.map(
    ({ id, title }, index) => html`${index > 0 && ', '}<a href="#audit-${id}">${title}</a>`,
  )}.</p>`;
}
