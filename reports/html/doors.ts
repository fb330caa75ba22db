import type { AuditRun } from '../../src/audit/audit-run.ts';
import { claimsSentence } from '../../src/claims/claims-sentence.ts';
import { verdictWords } from '../wording.ts';
import { html, type Markup } from './escape.ts';
import { gateSentence } from './gate.ts';
import { runSentence } from './run-facts.ts';

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
