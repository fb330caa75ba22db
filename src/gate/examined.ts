import type { GateCheck } from './gate-decision.ts';

/** A check before waivers. */
export interface Examined {
  readonly check: GateCheck;
  /** Whether something was measured that somebody could answer for: a missing result never is. */
  readonly waivable: boolean;
}

/** A check for which there is nothing to go by: open, and nobody can answer for it. */
export function nothingMeasured(
  check: Omit<GateCheck, 'decision' | 'waiver'> & { readonly remedy: string },
): Examined {
  return { check: { ...check, decision: 'inconclusive' }, waivable: false };
}
