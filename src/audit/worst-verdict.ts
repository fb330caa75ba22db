import type { Verdict } from './audit.ts';

const order: readonly Verdict[] = ['pass', 'inconclusive', 'fail'];

/** How bad a verdict is, for comparing two; -1 where nothing was judged. */
export function badness(verdict: Verdict): number {
  return order.indexOf(verdict);
}

/** The worst verdict that is not not-applicable or not-run; `not-run` when there is none. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  return order[Math.max(-1, ...verdicts.map(badness))] ?? 'not-run';
}
