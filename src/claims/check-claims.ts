import type { AuditRun } from '../audit/audit-run.ts';
import type { CheckedClaim, CheckedClaims, TakenApartLead } from './checked-claims.ts';
import { conditionsCheck } from './conditions.ts';
import type { Claim, ClaimsLedger } from './ledger.ts';
import { comparatorsByRun } from './measured-comparators.ts';
import { leadByRun } from './measured-lead.ts';
import { scoreByRun } from './measured-score.ts';
import { type CheckedComparators, comparatorsOnPaper } from './paper-comparators.ts';
import { leadOnPaper } from './paper-lead.ts';
import { scoreOnPaper } from './paper-score.ts';
import { count, listed, placeOf } from './wording.ts';
import type { Worth } from './worth.ts';

/**
 * Says of every claim what it is worth.
 *
 * A claim is derived again from the run's measurements; where the run lacks them, or there is no run,
 * it is tested by its published figures alone.
 *
 * @param ledger from `readLedger`.
 * @param run a run of the benchmark that the claims are about.
 */
export function checkClaims(ledger: ClaimsLedger, run?: AuditRun): CheckedClaims {
  const checked = ledger.claims.map((claim) => checkOne(claim, run));
  return {
    title: ledger.title,
    source: ledger.source,
    claims: checked.map(({ claim }) => claim),
    leads: checked.flatMap(({ lead }) => lead ?? []),
  };
}

function checkOne(
  claim: Claim,
  run: AuditRun | undefined,
): { readonly claim: CheckedClaim; readonly lead?: TakenApartLead } {
  const { id, kind, text, location, unclear } = claim;
  const { worth, lead } = weigh(claim, run);
  const unread = worth.basis === 'run' ? run?.benchmark.limit : undefined;
  const shown = unread === undefined ? worth : limitedWorth(worth, unread);
  return {
    claim: {
      id,
      kind,
      text,
      ...(location !== undefined && { location }),
      ...shown,
      needs: [...(unclear === undefined ? [] : [unclear]), ...shown.needs],
    },
    ...(lead && { lead }),
  };
}

function weigh(claim: Claim, run: AuditRun | undefined): CheckedComparators {
  if (claim.asks === 'conditions') return { worth: conditionsCheck(claim, run) };
  if (claim.asks === 'comparators') {
    return (
      (run && comparatorsByRun(claim, run)) ?? withMissing(comparatorsOnPaper(claim), claim, run)
    );
  }
  if (claim.asks === 'lead') {
    const measured = run && leadByRun(claim, run);
    return measured ? { worth: measured } : withMissing({ worth: leadOnPaper(claim) }, claim, run);
  }
  const measured = run && scoreByRun(claim, run);
  return measured ? { worth: measured } : withMissing({ worth: scoreOnPaper(claim) }, claim, run);
}

/** Says that the run can't tell, where there is one that could. */
function withMissing(
  { worth, lead }: CheckedComparators,
  claim: Exclude<Claim, { asks: 'conditions' }>,
  run: AuditRun | undefined,
): CheckedComparators {
  if (!run || run.scores.length === 0) return { worth, ...(lead && { lead }) };
  const names =
    claim.asks === 'lead'
      ? [claim.model, claim.over]
      : claim.asks === 'comparators'
        ? [claim.model, claim.baseline, claim.cold]
        : [claim.model];
  const metric = claim.metric === undefined ? '' : ` by ${claim.metric}`;
  const what = names.length === 1 ? `score of ${names[0]}` : `comparison of ${listed(names)}`;
  const missing = `Measure it: the run has no ${what}${placeOf(claim)}${metric}.`;
  return { worth: { ...worth, needs: [missing, ...worth.needs] }, ...(lead && { lead }) };
}

/** The first items of a test split decide nothing about the whole. */
function limitedWorth(worth: Worth, limit: number): Worth {
  return {
    ...worth,
    status: worth.status === 'not-testable' ? worth.status : 'inconclusive',
    why: `The run has read only the first ${count(limit)} test items. ${worth.why}`,
    needs: ['Run the audit without --limit.', ...worth.needs],
  };
}
