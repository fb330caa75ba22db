import { itemsNeeded } from '../../src/audit/items-needed.ts';
import { counted, percent } from '../../src/audit/wording.ts';
import type { Comparison } from './compare-track.ts';

/**
 * What would bring the share within what is allowed: what text alone may score on these items,
 * taking the interval to reach as far above the share as now, and how many items would decide.
 */
export function shareRemedy(comparison: Comparison, maxShare: number): string {
  const { share, modelScore, baselineScore, chance, track } = comparison;
  if (share.kind === 'unavailable') return aboveChanceRemedy(comparison);
  const { value, n, interval } = share;
  const reach = interval.upper - value;
  const target = maxShare - reach;
  const needed = itemsNeeded(n, reach, maxShare - value);
  const more = needed === undefined ? [] : [`ask about ${needed} such questions in place of ${n}`];
  const spread = modelScore.value - chance;
  const score = chance + target * spread;
  const fewer = Math.ceil((baselineScore.value - score) * n);
  const rewrite =
    target < 0
      ? `ask more than these ${n} ${track} questions, whose interval reaches ${percent(reach)} above the share, and rewrite those that text alone answers until it scores at most ${percent(chance + maxShare * spread)} in place of ${percent(baselineScore.value)}`
      : `rewrite about ${fewer} of the ${n} ${track} questions so that text alone scores at most ${percent(score)} on them in place of ${percent(baselineScore.value)}, a share of ${percent(target)}`;
  const text = [...more, rewrite].join(', or ');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

/** A share is defined where the score lies above chance beyond doubt. */
function aboveChanceRemedy({ modelScore, chance, track }: Comparison): string {
  const { value, n, interval } = modelScore;
  const needed = itemsNeeded(n, value - interval.lower, value - chance);
  return needed === undefined
    ? `Nothing about the questions: a model must score above the ${percent(chance)} of a guess on ${track} questions before a share of its score is defined, and this one scores ${percent(value)}.`
    : `Ask about ${counted(needed, `${track} question`)} in place of ${n}: a score of ${percent(value)} could then be told from the ${percent(chance)} of a guess.`;
}
