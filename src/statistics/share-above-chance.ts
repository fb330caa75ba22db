import { bootstrapRatios, type RatioEstimate } from './bootstrap-ratios.ts';
import { checkSameLength } from './check.ts';
import { designEffect } from './design-effect.ts';
import type { EstimateOptions } from './mean-estimate.ts';
import { pairedDifference } from './paired-difference.ts';

/**
 * Share of what a score has above chance that another way to answer reaches on the same items:
 * (B - c) / (S - c), the three kept together in cluster resamples.
 *
 * It may exceed 1 or fall below 0. Where S can't be told from c, by the interval of their
 * paired difference, a share would be a number divided by noise: there is none then.
 *
 * Sources: Efron 1987, doi:10.1080/01621459.1987.10478410 (the ratio is resampled, as Fieller's
 * interval needs more items).
 *
 * @param reached f64[items], B: scores in [0, 1] of the other way.
 * @param whole f64[items], S: the scores of which it is a share.
 * @param chance f64[items], c: expected score of a guess on each item.
 * @param clusterIds string[items].
 * @param options level (default 0.95), resamples (default 9999), seed (default 0); certain: S is
 *   above c without a test, as a perfect score is (default false).
 * @returns The share with its interval; undefined where S can't be told from c.
 * @throws {RangeError} if lengths differ, a list is empty or leaves [0, 1], or an option is out of range.
 * @example
 * shareAboveChance([1, 1, 0, 0], [1, 1, 1, 1], [0, 0, 0, 0], ['a', 'b', 'c', 'd'])?.value; // 0.5
 */
export function shareAboveChance(
  reached: readonly number[],
  whole: readonly number[],
  chance: readonly number[],
  clusterIds: readonly string[],
  options: EstimateOptions & { readonly certain?: boolean } = {},
): RatioEstimate | undefined {
  const caller = 'shareAboveChance';
  checkSameLength(caller, ['whole', whole.length], ['reached', reached.length]);
  checkSameLength(caller, ['whole', whole.length], ['chance', chance.length]);
  const denominator = whole.map((value, item) => value - chance[item]!);
  const above = denominator.reduce((sum, each) => sum + each, 0);
  const lowest = options.certain
    ? above
    : pairedDifference(whole, chance, clusterIds, options).interval.lower;
  if (!(above > 0 && lowest > 0)) return undefined;
  const numerator = reached.map((value, item) => value - chance[item]!);
  const [ratio] = bootstrapRatios([{ numerator, denominator }], clusterIds, options);
  const residuals = numerator.map((each, item) => each - ratio!.value * denominator[item]!);
  const { effectiveN, clusters } = designEffect(residuals, clusterIds);
  return { ...ratio!, n: whole.length, effectiveN, clusters };
}
