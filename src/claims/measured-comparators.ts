import type { Measure } from '../audit/audit.ts';
import type { AuditRun } from '../audit/audit-run.ts';
import { estimateOf } from '../audit/estimate-of.ts';
import type { ComparatorClaim } from './ledger.ts';
import { type LeadFacts, leadByRun } from './measured-lead.ts';
import { type CheckedComparators, caveatOf, shareTitle } from './paper-comparators.ts';
import { estimateIn, scoreRow } from './run-figures.ts';
import { placeOf } from './wording.ts';
import { weakest, worthOf } from './worth.ts';

/** What an advertised lead is worth by a run; undefined where the run has not scored all three. */
export function comparatorsByRun(
  claim: ComparatorClaim,
  run: AuditRun,
): CheckedComparators | undefined {
  const { model, baseline, cold, track } = claim;
  const fair = leadByRun(leadOf(claim, 'baseline'), run);
  const advertised = leadByRun(leadOf(claim, 'cold'), run);
  const scores = [cold, baseline, model].map((name) => measuredScore(claim, run, name));
  const [coldScore, baselineScore, modelScore] = scores;
  const [fairLead, advertisedLead] = [fair?.measures.lead, advertised?.measures.lead];
  if (!fair || !advertised || !fairLead || !advertisedLead) return undefined;
  if (!coldScore || !baselineScore || !modelScore) return undefined;
  const notArchitecture = shareOf(claim, run);
  const lead = {
    claim: claim.id,
    track,
    model,
    baseline,
    cold,
    scores: { cold: coldScore, baseline: baselineScore, model: modelScore },
    advertised: advertisedLead,
    fair: fairLead,
    notArchitecture,
    caveat: caveatOf(claim.scores, 'not in the run'),
  };
  return {
    lead,
    worth: worthOf({
      status: weakest([fair.status, advertised.status]),
      basis: 'run',
      why: `${baseline} was trained on the same data, ${cold} was asked cold. ${fair.why} ${advertised.why}`,
      ...(advertised.claimed && { claimed: advertised.claimed }),
      measures: {
        advertised: lead.advertised,
        fair: lead.fair,
        notArchitecture,
      },
      tables: [...fair.tables, ...advertised.tables],
      figures: [...fair.figures, ...advertised.figures],
      needs: [...new Set([...fair.needs, ...advertised.needs])],
      audits: [...new Set([...fair.audits, ...advertised.audits])],
    }),
  };
}

function leadOf(claim: ComparatorClaim, comparator: 'baseline' | 'cold'): LeadFacts {
  const { model, track, metric, subset, scores, n } = claim;
  return {
    model,
    over: claim[comparator],
    track,
    ...(scores && { scores: { model: scores.model, over: scores[comparator] } }),
    ...(metric !== undefined && { metric }),
    ...(subset && { subset }),
    ...(n !== undefined && { n }),
  };
}

function measuredScore(claim: ComparatorClaim, run: AuditRun, name: string): Measure | undefined {
  const row = scoreRow(run, { ...claim, model: name });
  if (row === undefined) return undefined;
  const title = `Score of ${name}${placeOf(claim)} (${row.metric})`;
  return estimateOf(title, claim.graded ? 'score' : 'proportion', row);
}

/** The share needs both leads on the same resamples, which comparator-balance draws. */
function shareOf(
  { track, subset, model, baseline, cold }: ComparatorClaim,
  run: AuditRun,
): Measure {
  const unavailable = (reason: string): Measure => ({
    kind: 'unavailable',
    title: shareTitle,
    reason,
  });
  const measured = estimateIn(run, 'comparator-balance', `${track}Share:notArchitecture`);
  if (subset) return unavailable('it is measured for whole tracks alone');
  if (measured === undefined)
    return unavailable(
      run.audits.some(({ id }) => id === 'comparator-balance')
        ? 'it is given only where the advertised lead is sure'
        : 'the run has not measured it; configure the audit comparator-balance',
    );
  const only = (role: string, name: string): boolean => {
    const ofRole = run.models.filter((card) => card.role === role);
    return ofRole.length === 1 && ofRole[0]!.name === name;
  };
  const isSame = only('candidate', model) && only('baseline', baseline) && only('cold', cold);
  if (!isSame) return unavailable('comparator-balance may have measured it for other models');
  return { ...measured, title: shareTitle };
}
