import type { Verdict } from './audit.ts';

const order: readonly Verdict[] = ['pass', 'inconclusive', 'fail'];

/** How bad a verdict is, for comparing two; -1 where nothing was judged. */
export function badness(verdict: Verdict): number {
  return order.indexOf(verdict);
}

/**
 * The worst verdict that is not not-applicable or not-run. When there is none: `not-applicable`
 * where every audit says so, else `not-run`.
 */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  const none = verdicts.length > 0 && verdicts.every((verdict) => verdict === 'not-applicable');
  return order[Math.max(-1, ...verdicts.map(badness))] ?? (none ? 'not-applicable' : 'not-run');
}
