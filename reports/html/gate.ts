import type { AuditRun } from '../../src/audit/audit-run.ts';
import type { GateCheck, GateDecision } from '../../src/gate/gate-decision.ts';
import { formatCount } from '../numbers.ts';
import { plural, verdictWords } from '../wording.ts';
import { html, type Insertable, type Markup } from './escape.ts';
import { disclosure } from './evidence.ts';
import { decisionBadge, verdictIcon } from './symbols.ts';

/** May the number be published: every check of the policy, with what would make it pass. */
export function gateSection(run: AuditRun): Insertable {
  const { gate } = run;
  if (!gate) return false;
  const passed = gate.checks.filter(({ decision }) => decision === 'pass');
  return html`<section id="gate" aria-labelledby="gate-title">
<h2 id="gate-title">May it be published?</h2>
<p class="lead gate-decision verdict-${gate.decision}">${verdictIcon(gate.decision)}<b>${verdictWords[gate.decision]}</b> <span>${gateSentence(gate)}</span></p>
${gate.checks.length === 0 && html`<ul class="reasons">${gate.reasons.map((reason) => html`<li>${reason}</li>`)}</ul>`}
${(['fail', 'inconclusive', 'waived'] as const).map((decision) =>
  checkList(
    run,
    gate.checks.filter((check) => check.decision === decision),
  ),
)}
${passed.length > 0 && disclosure(plural(passed.length, `${formatCount(passed.length)} passed`, 'check'), html`${checkList(run, passed)}`)}
${exemptList(gate)}
</section>`;
}

/** "Of 7 checks 2 fail, 1 is open, 4 pass." */
export function gateSentence({ checks }: GateDecision): string {
  const count = (decision: GateCheck['decision']): number =>
    checks.filter((check) => check.decision === decision).length;
  const parts = [
    [count('fail'), 'fails', 'fail'],
    [count('inconclusive'), 'is open', 'are open'],
    [count('waived'), 'is waived', 'are waived'],
    [count('pass'), 'passes', 'pass'],
  ] as const;
  const texts = parts
    .filter(([number]) => number > 0)
    .map(([number, one, many]) => `${formatCount(number)} ${number === 1 ? one : many}`);
  if (texts.length === 0) return 'The policy checks nothing.';
  return `Of ${plural(checks.length, formatCount(checks.length), 'check')} ${texts.join(', ')}.`;
}

function checkList(run: AuditRun, checks: readonly GateCheck[]): Insertable {
  if (checks.length === 0) return false;
  return html`<ul class="checks" role="list">
${checks.map((check) => checkItem(run, check))}</ul>
`;
}

function checkItem(
  { audits }: AuditRun,
  { id, kind, title, decision, reason, remedy, waiver }: GateCheck,
): Markup {
  const audit = kind === 'audit' ? audits.find((one) => id === `audit:${one.id}`) : undefined;
  return html`<li id="check-${id}">${decisionBadge(decision)}<div><p><b>${audit ? html`<a href="#audit-${audit.id}">${title}</a>` : title}</b> <code>${id}</code></p><p>${reason}</p>${remedy !== undefined && html`<p class="remedy"><b>To pass:</b> ${remedy}</p>`}${waiver && html`<p class="remedy"><b>Waived</b> until ${waiver.expires} by ${waiver.owner}: ${waiver.reason}</p>`}</div></li>
`;
}

function exemptList({ exempt }: GateDecision): Insertable {
  const entries = Object.entries(exempt);
  if (entries.length === 0) return false;
  return html`<h3>Excepted by the policy</h3><ul class="reasons">${entries.map(([id, reason]) => html`<li><code>${id}</code>: ${reason}</li>`)}</ul>`;
}
