import type { Estimate } from '../../src/audit/audit.ts';
import { counted, percent } from '../../src/audit/wording.ts';
import type { Item } from '../../src/benchmark/benchmark.ts';
import type { TemplateLeakageOptions } from './options.ts';
import type { Estimator } from './share-estimate.ts';

/**
 * How many of the questions found in train must be rewritten for the share to pass, by the same
 * interval on the same items: tried out, the first ones rewritten first.
 */
export function rewriteRemedy(
  items: readonly Item[],
  isVerbatim: (item: Item) => number,
  estimate: Estimator,
  { maxVerbatimShare, level }: TemplateLeakageOptions,
): string {
  const found = items.filter((item) => isVerbatim(item) === 1);
  const after = (rewritten: number): Estimate => {
    const done = new Set(found.slice(0, rewritten));
    return estimate('', items, (item) => (done.has(item) ? 0 : isVerbatim(item)));
  };
  const passes = (rewritten: number): boolean =>
    after(rewritten).interval.upper <= maxVerbatimShare;
  const all = after(found.length);
  if (!passes(found.length)) return moreQuestions(found.length, all, { maxVerbatimShare, level });
  const fewest = firstWhere(found.length, passes);
  return `Rewrite or remove ${fewest} of the ${counted(found.length, 'question')} that train has word for word: at most ${found.length - fewest} of ${items.length} would then be shown to be within the ${percent(maxVerbatimShare)} allowed.`;
}

/** With none left the upper bound is z² / (n + z²): Wilson's at 0. */
function moreQuestions(
  found: number,
  { n, effectiveN, interval }: Estimate,
  { maxVerbatimShare }: TemplateLeakageOptions,
): string {
  const square = (effectiveN * interval.upper) / (1 - interval.upper);
  const needed = Math.ceil((square * (1 - maxVerbatimShare)) / maxVerbatimShare);
  const rewrite =
    found === 0
      ? 'Ask more'
      : `Rewrite all ${counted(found, 'question')} that train has word for word, and ask more`;
  if (!Number.isFinite(needed) || interval.upper === 1)
    return `Allow more than ${percent(maxVerbatimShare)} by maxVerbatimShare: with none found the ${counted(n, 'question')} leave up to ${percent(interval.upper)} open.`;
  return `${rewrite}: about ${needed} independent questions are needed to show a share within ${percent(maxVerbatimShare)}, and these ${n} are worth ${Math.floor(effectiveN)}.`;
}

/** The smallest number up to `most` for which it holds, where it holds from some number on. */
function firstWhere(most: number, holds: (number: number) => boolean): number {
  let [below, from] = [-1, most];
  while (from - below > 1) {
    const middle = Math.floor((below + from) / 2);
    if (holds(middle)) from = middle;
    else below = middle;
  }
  return from;
}
