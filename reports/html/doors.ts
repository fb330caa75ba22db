import type { AuditRun } from '../../src/audit/audit-run.ts';
import { claimsSentence } from '../../src/claims/claims-sentence.ts';
import { formatCount } from '../numbers.ts';
import { plural, verdictWords } from '../wording.ts';
import { html, type Markup } from './escape.ts';
import { gateSentence } from './gate.ts';

/** Three ways into the report, for the three who read it, each with its answer in one line. */
export function doors(run: AuditRun): Markup {
  const { claims, gate } = run;
  const claimed = claims ? '#claims' : '#deflation';
  return html`<ul class="doors" role="list" aria-label="Where to read on">
<li><a href="${claimed}"><b>Reviewing?</b><span>${claims ? claimsSentence(claims) : 'How much of the score survives.'}</span></a></li>
<li><a href="#run-facts"><b>Running it?</b><span>${runSentence(run)}</span></a></li>
<li><a href="${gate ? '#gate' : '#provenance'}"><b>Deciding?</b><span>${gate ? `${verdictWords[gate.decision]}. ${gateSentence(gate)}` : 'No gate policy was applied to this run.'}</span></a></li>
</ul>`;
}

/** "2 of 1,204 rows dropped; every request answered." */
export function runSentence({ ledger, battery, grading }: AuditRun): string {
  const read = ledger.reduce((sum, entry) => sum + entry.read, 0);
  const dropped = ledger.reduce(
    (sum, entry) => sum + Object.values(entry.dropped).reduce((total, count) => total + count, 0),
    0,
  );
  const rows =
    read === 0
      ? 'No row was read'
      : `${formatCount(dropped)} of ${plural(read, formatCount(read), 'row')} dropped`;
  const asked = [battery, grading].flatMap((one) => one ?? []);
  if (asked.length === 0) return `${rows}; no model was asked.`;
  const open = asked.reduce((sum, { left }) => sum + left, 0);
  const failed = asked.reduce((sum, one) => sum + one.failed, 0);
  if (open + failed === 0) return `${rows}; every request is answered.`;
  return `${rows}; ${plural(failed, formatCount(failed), 'request')} failed, ${formatCount(open)} not asked.`;
}
