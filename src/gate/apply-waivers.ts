import type { Examined } from './examined.ts';
import type { GateCheck } from './gate-decision.ts';
import type { PolicyWaiver } from './policy-schema.ts';

/**
 * Checks with the waivers that count: for what fails or is open by what was measured, up to their
 * last day. A waiver that does not count is said beside its check.
 *
 * @param today `2026-11-25`.
 */
export function applyWaivers(
  examined: readonly Examined[],
  waivers: readonly PolicyWaiver[],
  today: string,
): GateCheck[] {
  return examined.map(({ check, waivable }) => {
    const own = waivers.filter((one) => one.check === check.id);
    if (check.decision === 'pass' || own.length === 0) return check;
    // Dates written so are in the order of their letters.
    const { reason, owner, expires } = own.reduce((a, b) => (b.expires > a.expires ? b : a));
    if (!waivable)
      return {
        ...check,
        reason: `${check.reason} ${owner}’s waiver does not cover what was not measured.`,
      };
    if (expires < today)
      return { ...check, reason: `${check.reason} ${owner}’s waiver ended on ${expires}.` };
    return { ...check, decision: 'waived', waiver: { reason, owner, expires } };
  });
}
