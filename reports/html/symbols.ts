/** Shapes that carry meaning without colour; each is defined once and drawn by reference. */

import type { Finding, Verdict } from '../../src/audit/audit.ts';
import type { ClaimStatus } from '../../src/claims/checked-claims.ts';
import type { GateCheck } from '../../src/gate/gate-decision.ts';
import { statusWords } from '../claims-wording.ts';
import { verdictWords } from '../wording.ts';
import { html, type Markup } from './escape.ts';

/** Marker shapes of plots, centred on the origin; models take them in turn. */
const markers: readonly string[] = [
  'M-4.5 0a4.5 4.5 0 1 0 9 0a4.5 4.5 0 1 0 -9 0z',
  'M-4 -4h8v8h-8z',
  'M0 -5.6L5.6 0L0 5.6L-5.6 0z',
  'M0 -5.2L5 4H-5z',
  'M0 5.2L5 -4H-5z',
  'M-1.7 -5h3.4v3.3h3.3v3.4h-3.3v3.3h-3.4v-3.3h-3.3v-3.4h3.3z',
];

/** Number of colours and shapes before models repeat. */
export const seriesCount: number = markers.length;

const verdictShapes: Readonly<Record<Verdict, Markup>> = {
  pass: html`<circle cx="12" cy="12" r="11" fill="currentColor"/><path class="cut" d="M6.8 12.4l3.6 3.6l6.8-7.6"/>`,
  fail: html`<path d="M7.4 1h9.2L23 7.4v9.2L16.6 23H7.4L1 16.6V7.4z" fill="currentColor"/><path class="cut" d="M8 8l8 8M16 8l-8 8"/>`,
  inconclusive: html`<path d="M12 .6L23.4 12L12 23.4L.6 12z" fill="currentColor"/><path class="cut" d="M9.3 9.6a2.7 2.7 0 1 1 4.1 2.4c-1 .6-1.4 1-1.4 2.1M12 17v.2"/>`,
  'not-applicable': html`<circle class="line" cx="12" cy="12" r="10"/><path class="line" d="M7 12h10"/>`,
  'not-run': html`<circle class="line" cx="12" cy="12" r="10" stroke-dasharray="4 3.85"/><path class="line" d="M12 7v5.5l3 2"/>`,
};

/** Shapes of what no audit's verdict says. */
const otherShapes: Readonly<Record<'fragile' | 'waived', Markup>> = {
  fragile: html`<path d="M12 1.2L23.4 22H.6z" fill="currentColor"/><path class="cut" d="M12 8.6v6M12 18.2v.2"/>`,
  waived: html`<circle class="line" cx="12" cy="12" r="10"/><path class="line" d="M7 12.4l3.6 3.6l6.6-7.4"/>`,
};

/** Which verdict's shape and colour a claim's status has. */
const statusLooks: Readonly<
  Record<ClaimStatus, { readonly shape: string; readonly colour: Verdict }>
> = {
  supported: { shape: 'verdict-pass', colour: 'pass' },
  fragile: { shape: 'mark-fragile', colour: 'inconclusive' },
  inconclusive: { shape: 'verdict-inconclusive', colour: 'inconclusive' },
  contradicted: { shape: 'verdict-fail', colour: 'fail' },
  'not-testable': { shape: 'verdict-not-run', colour: 'not-run' },
};

const severityShapes: Readonly<Record<Finding['severity'], Markup>> = {
  defect: html`<path d="M2 2h12v12H2z" fill="currentColor"/>`,
  suspect: html`<path d="M8 1.5L15 14H1z" fill="currentColor"/>`,
  note: html`<circle class="line" cx="8" cy="8" r="5.5"/>`,
};

/** Definitions that `use` elements and fills refer to; stands once at the top of the page. */
export function symbolDefinitions(): Markup {
  return html`<svg class="definitions" aria-hidden="true" width="0" height="0"><defs>
${Object.entries(verdictShapes).map(
  ([id, shape]) => html`<symbol id="verdict-${id}" viewBox="0 0 24 24">${shape}</symbol>
`,
)}${Object.entries(otherShapes).map(
  ([id, shape]) => html`<symbol id="mark-${id}" viewBox="0 0 24 24">${shape}</symbol>
`,
)}${Object.entries(severityShapes).map(
  ([id, shape]) => html`<symbol id="severity-${id}" viewBox="0 0 16 16">${shape}</symbol>
`,
)}${markers.map(
  (path, index) => html`<path id="marker-${index}" d="${path}"/>
`,
)}<pattern id="hatch" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch-line" d="M1.5 0v7"/></pattern>
</defs></svg>`;
}

/** A verdict as shape and word. */
export function verdictBadge(verdict: Verdict): Markup {
  return html`<span class="badge verdict-${verdict}">${verdictIcon(verdict)}${verdictWords[verdict]}</span>`;
}

/** A claim's status as shape and word. */
export function statusBadge(status: ClaimStatus): Markup {
  const { shape, colour } = statusLooks[status];
  return markBadge(shape, colour, statusWords[status]);
}

/** What a gate decided of one check, as shape and word. */
export function decisionBadge(decision: GateCheck['decision']): Markup {
  if (decision === 'waived') return markBadge('mark-waived', 'not-applicable', 'WAIVED');
  return verdictBadge(decision);
}

function markBadge(shape: string, colour: Verdict, word: string): Markup {
  return html`<span class="badge verdict-${colour}"><svg class="icon verdict-${colour}" aria-hidden="true"><use href="#${shape}"/></svg>${word}</span>`;
}

/** The shape alone, for places where the word stands beside it. */
export function verdictIcon(verdict: Verdict): Markup {
  return html`<svg class="icon verdict-${verdict}" aria-hidden="true"><use href="#verdict-${verdict}"/></svg>`;
}

/** A severity as shape and word. */
export function severityBadge(severity: Finding['severity']): Markup {
  return html`<span class="severity severity-${severity}"><svg class="icon" aria-hidden="true"><use href="#severity-${severity}"/></svg>${severity}</span>`;
}

/** A model's marker for a legend. */
export function seriesKey(index: number): Markup {
  return html`<svg class="series-key series-${index % seriesCount}" viewBox="-7 -7 14 14" aria-hidden="true"><use href="#marker-${index % seriesCount}"/></svg>`;
}

/** Names with their markers. */
export function seriesLegend(names: readonly string[]): Markup {
  return html`<ul class="legend" role="list">${names.map((name, index) => html`<li>${seriesKey(index)}${name}</li>`)}</ul>`;
}
