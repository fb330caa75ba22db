import type { Count, Estimate, Unit } from '../audit/audit.ts';
import type { AuditRun } from '../audit/audit-run.ts';
import { type Bound, boundText, holdAgainst, wayWithin } from '../audit/hold-against.ts';
import { quantity, valueText } from '../audit/quantity.ts';
import { pointsUnsigned } from '../audit/wording.ts';
import { type Examined, nothingMeasured } from './examined.ts';
import { findMeasure } from './find-measure.ts';
import type { GateLimit, GatePolicy } from './policy-schema.ts';

/** Every limited quantity against its limit, by its interval. */
export function limitChecks(
  policy: GatePolicy,
  run: Pick<AuditRun, 'audits' | 'scores'>,
): Examined[] {
  return policy.limits.map((limit) => {
    const { measure: name, because } = limit;
    const bound = boundOf(limit);
    const id = `limit:${name}`;
    const found = findMeasure(name, run, policy);
    const why = because === undefined ? '' : ` Why: ${because}`;
    if (found.kind === 'none') {
      const { reason, remedy } = found;
      return nothingMeasured({ id, kind: 'limit', title: name, reason: reason + why, remedy });
    }
    if (percentGiven(bound, found)) {
      const reason = `${valueText(found)}; the policy’s ${bound.value} is no share.`;
      const remedy = `Write shares and points 0 to 1: ${bound.value / 100} for ${bound.value}%.`;
      return nothingMeasured({ id, kind: 'limit', title: found.title, reason, remedy });
    }
    const decision = holdAgainst(found, bound);
    const check = {
      id,
      kind: 'limit' as const,
      title: found.title,
      decision,
      reason: `${valueText(found)}; the policy asks for ${boundText(bound, found)}${openText(found, decision)}.${why}`,
      ...(decision !== 'pass' && { remedy: wayWithin(found, bound) }),
    };
    return { check, waivable: true };
  });
}

/** The one bound that a limit has. */
export function boundOf({ atMost, atLeast }: GateLimit): Bound {
  return atMost === undefined
    ? { side: 'atLeast', value: atLeast! }
    : { side: 'atMost', value: atMost };
}

/** "; half the interval’s width is 4.2 points": where it lies on both sides. */
function openText(measure: Estimate | Count, decision: string): string {
  if (decision !== 'inconclusive' || measure.kind === 'count') return '';
  const half = (measure.interval.upper - measure.interval.lower) / 2;
  const isShare = measure.unit === 'proportion' || measure.unit === 'score';
  const width = isShare ? pointsUnsigned(half) : quantity(half, measure);
  return `, and the interval lies on both sides: half its width is ${width}`;
}

/** 5 where 0.05 was meant could never fail, or never pass. */
function percentGiven({ value }: Bound, found: Estimate | Count): boolean {
  const isShare = found.kind !== 'count' && shareUnits.includes(found.unit);
  return isShare && Math.abs(value) >= 2;
}

const shareUnits: readonly Unit[] = ['proportion', 'score', 'points'];
