import type { Verdict } from '../../src/audit/audit.ts';
import type { AuditRun } from '../../src/audit/audit-run.ts';
import { claimsSentence } from '../../src/claims/claims-sentence.ts';
import { type Counted, splitCounts } from '../contents-wording.ts';
import { openGradingSentence } from '../grading-wording.ts';
import { formatCount } from '../numbers.ts';
import { plural, verdictWords } from '../wording.ts';
import { claimLines } from './claims.ts';
import { doors } from './doors.ts';
import { html, type Insertable, type Markup } from './escape.ts';
import { headline } from './headline.ts';
import { leadHeadline } from './leads.ts';
import { verdictBadge, verdictIcon } from './symbols.ts';

/** Claims told on the first screen; the section below has them all. */
const mostClaims = 6;

/** What a reader with one minute sees: the verdict, why, of what, and where to read on. */
export function banner(run: AuditRun): Markup {
  return html`<header class="masthead" id="summary">
<p class="eyebrow">Benchmark audit</p>
<h1>${run.benchmark.name}</h1>
${facts(run)}
${onPaper(run) ? paperBanner(run) : verdictBanner(run)}
${warnings(run)}
${doors(run)}
${
  run.claims &&
  html`${leadHeadline(run.claims.leads)}
${claimLines(run.claims, mostClaims)}`
}
${headline(run)}
${run.audits.length > 0 && auditLines(run)}
</header>`;
}

/** Whether claims were tested on published figures, and nothing else was done. */
export function onPaper({ claims, audits }: AuditRun): boolean {
  return claims !== undefined && audits.length === 0;
}

function paperBanner({ claims }: AuditRun): Markup {
  return html`<div class="verdict-banner verdict-not-run">
${verdictIcon('not-run')}
<div><p class="verdict-word">TESTED ON PAPER</p><p class="verdict-summary">${claims && claimsSentence(claims)} Published figures alone: nothing was measured.</p></div>
</div>`;
}

function verdictBanner(run: AuditRun): Markup {
  return html`<div class="verdict-banner verdict-${run.verdict}">
${verdictIcon(run.verdict)}
<div><p class="verdict-word">${verdictWords[run.verdict]}</p><p class="verdict-summary">${summary(run)}</p>${incomplete(run)}</div>
</div>`;
}

function auditLines(run: AuditRun): Markup {
  return html`<ul class="verdicts" role="list" aria-label="Verdict of each audit">
${run.audits.map(
  (audit) =>
    html`<li><a href="#audit-${audit.id}">${verdictBadge(audit.verdict)}<span class="verdict-title">${audit.title}</span><span class="verdict-why">${audit.summary}</span></a></li>
`,
)}</ul>`;
}

const saying: readonly (readonly [Verdict, one: string, many: string])[] = [
  ['fail', 'fails', 'fail'],
  ['inconclusive', 'is inconclusive', 'are inconclusive'],
  ['not-run', 'was not run', 'were not run'],
  ['pass', 'passes', 'pass'],
  ['not-applicable', 'does not apply', 'do not apply'],
];

/** "3 of 4 audits fail; 1 is inconclusive." The audits are named in the list below. */
function summary({ audits, summary: given }: AuditRun): string {
  const counts = saying
    .map(([verdict, one, many]) => {
      const count = audits.filter((audit) => audit.verdict === verdict).length;
      return { count, verb: count === 1 ? one : many };
    })
    .filter(({ count }) => count > 0);
  const [first, ...rest] = counts;
  if (!first) return given;
  const all = plural(audits.length, `of ${formatCount(audits.length)}`, 'audit');
  const others = rest.map(({ count, verb }) => `; ${formatCount(count)} ${verb}`);
  return `${formatCount(first.count)} ${all} ${first.verb}${others.join('')}.`;
}

function incomplete({ grading }: AuditRun): Insertable {
  const open = openGradingSentence(grading);
  return open !== undefined && html`<p class="verdict-summary"><b>${open}</b></p>`;
}

function warnings({ benchmark }: AuditRun): Insertable {
  const { limit, media, testItems, trainItems } = benchmark;
  return html`${
    limit !== undefined &&
    html`<p class="warning"><b>Limited run.</b> Only the first ${formatCount(limit)} test items were read. A limited run can never pass a gate.</p>`
  }${
    media === 'absent' &&
    testItems > 0 &&
    html`<p class="warning"><b>No media at hand.</b> Reuse was judged by name and id only; nothing is known about the pictures themselves.</p>`
  }${
    trainItems === 0 &&
    testItems > 0 &&
    html`<p class="warning"><b>No training split.</b> What test and train share could not be looked at.</p>`
  }`;
}

function facts({ benchmark, claims, seed }: AuditRun): Markup {
  const { judged } = benchmark;
  const judging: readonly Counted[] = judged
    ? [
        [judged.items, 'judged item', 'judged items'],
        [judged.graders, 'grader', 'graders'],
        [judged.judgments, 'judgment', 'judgments'],
      ]
    : [];
  const counts = [...splitCounts(benchmark), ...judging];
  return html`<ul class="facts" role="list">${counts.map(
    ([count, one, many]) => html`<li><b>${formatCount(count)}</b> ${count === 1 ? one : many}</li>`,
  )}${claims && html`<li><b>${formatCount(claims.claims.length)}</b> ${claims.claims.length === 1 ? 'claim' : 'claims'}</li>`}<li>seed <b>${seed}</b></li></ul>`;
}
