import type { AuditRun } from '../../src/audit/audit-run.ts';
import { formatCount } from '../numbers.ts';
import { verdictWords } from '../wording.ts';
import { html, type Insertable, type Markup } from './escape.ts';
import { verdictBadge, verdictIcon } from './symbols.ts';

/** What a reader with one minute sees: the verdict, why, of what, and where to read on. */
export function banner(run: AuditRun): Markup {
  return html`<header class="masthead" id="summary">
<p class="eyebrow">Benchmark audit</p>
<h1>${run.benchmark.name}</h1>
<div class="verdict-banner verdict-${run.verdict}">
${verdictIcon(run.verdict)}
<div><p class="verdict-word">${verdictWords[run.verdict]}</p><p class="verdict-summary">${run.summary}</p>${gate(run)}</div>
</div>
${warnings(run)}
${facts(run)}
<ul class="verdicts" role="list" aria-label="Verdict of each audit">
${run.audits.map(
  (audit) =>
    html`<li><a href="#audit-${audit.id}">${verdictBadge(audit.verdict)}<span class="verdict-title">${audit.title}</span><span class="verdict-why">${audit.summary}</span></a></li>
`,
)}</ul>
</header>`;
}

function gate({ gate: decision }: AuditRun): Insertable {
  if (!decision) return false;
  return html`<p class="gate"><b>Gate policy: ${decision.decision.toUpperCase()}.</b> ${decision.reasons.join(' ')}</p>`;
}

function warnings({ benchmark }: AuditRun): Insertable {
  const { limit, media, trainItems } = benchmark;
  return html`${
    limit !== undefined &&
    html`<p class="warning"><b>Limited run.</b> Only the first ${formatCount(limit)} test items were read. A limited run can never pass a gate.</p>`
  }${
    media === 'absent' &&
    html`<p class="warning"><b>No media at hand.</b> Reuse was judged by name and id only; nothing is known about the pictures themselves.</p>`
  }${
    trainItems === 0 &&
    html`<p class="warning"><b>No training split.</b> What test and train share could not be looked at.</p>`
  }`;
}

function facts({ benchmark, seed }: AuditRun): Markup {
  const entries: readonly (readonly [string, string])[] = [
    ['Test items', formatCount(benchmark.testItems)],
    ['Train items', formatCount(benchmark.trainItems)],
    ['Distinct media', formatCount(benchmark.distinctMedia)],
    ['Seed', String(seed)],
  ];
  return html`<dl class="facts">${entries.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;
}
