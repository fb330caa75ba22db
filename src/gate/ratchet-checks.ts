import type { AuditRun } from '../audit/audit-run.ts';
import { type Bound, boundText, reach, wayWithin } from '../audit/hold-against.ts';
import { quantity, valueText } from '../audit/quantity.ts';
import { type Examined, nothingMeasured } from './examined.ts';
import { findMeasure } from './find-measure.ts';
import type { GateBaseline } from './gate-baseline.ts';
import { boundOf } from './limit-checks.ts';
import type { GateLimit, GatePolicy } from './policy-schema.ts';

const record = 'Record it with audit gate --update-baseline.';

/** Every limited quantity against the best value it ever had; none where the policy names no baseline. */
export function ratchetChecks(
  policy: GatePolicy,
  run: Pick<AuditRun, 'audits' | 'scores'>,
  baseline: GateBaseline | undefined,
): Examined[] {
  if (policy.baseline === undefined) return [];
  return policy.limits.map((limit) => ratchetCheck(limit, policy, run, baseline));
}

function ratchetCheck(
  limit: GateLimit,
  policy: GatePolicy,
  run: Pick<AuditRun, 'audits' | 'scores'>,
  baseline: GateBaseline | undefined,
): Examined {
  const { measure: name } = limit;
  const { side } = boundOf(limit);
  const facts = { id: `ratchet:${name}`, kind: 'ratchet', title: name } as const;
  const found = findMeasure(name, run, policy);
  if (found.kind === 'none') {
    const { reason, remedy } = found;
    return nothingMeasured({ ...facts, reason, remedy });
  }
  const { title } = found;
  const best = baseline?.values.find((one) => one.measure === name && one.side === side);
  if (best === undefined) {
    const reason = `${valueText(found)}; the baseline holds no value to compare with.`;
    return nothingMeasured({ ...facts, title, reason, remedy: record });
  }
  const bound: Bound = { side, value: best.value };
  const { value: beyond, best: nearEnd } = reach(found, bound);
  const reason = `${valueText(found)}; the best so far is ${quantity(best.value, found)} (${best.run}).`;
  if (beyond <= 0) return { check: { ...facts, title, decision: 'pass', reason }, waivable: true };
  const remedy =
    found.kind === 'count'
      ? wayWithin(found, bound)
      : `Bring it back to ${boundText(bound, found)}, as in ${best.run}.`;
  const decision = nearEnd > 0 ? 'fail' : 'inconclusive';
  return { check: { ...facts, title, decision, reason, remedy }, waivable: true };
}
