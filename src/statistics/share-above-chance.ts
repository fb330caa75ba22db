import { bootstrapRatios, type RatioEstimate } from './bootstrap-ratios.ts';
import { checkSameLength } from './check.ts';
import { designEffect } from './design-effect.ts';
import { differenceInterval } from './difference-interval.ts';
import type { Interval } from './interval.ts';
import type { EstimateOptions } from './mean-estimate.ts';
import { pairedMeanDifference } from './paired-mean-difference.ts';

/**
 * Share of what a score has above chance that another way to answer reaches on the same items:
 * (B - c) / (S - c), the three kept together in cluster resamples.
 *
 * It may exceed 1 or fall below 0. Where S can't be told from c, by the interval of their
 * paired difference, a share would be a number divided by noise: there is none then.
 *
 * The resampled interval is too short where a few clusters hold many of the items: with 300
 * items in clusters of one to six and three of thirty, 95% intervals covered 92% in
 * simulation. `cautious` widens it to the shares m that the mean of (B - c) - m (S - c), by its
 * default interval, can't be told from; together they covered 95 to 97%.
 *
 * Sources: Efron 1987, doi:10.1080/01621459.1987.10478410 (the ratio is resampled); Fieller
 * 1954, J. R. Stat. Soc. B 16:175 (the ratio's test as that of a difference).
 *
 * @param reached f64[items], B: scores in [0, 1] of the other way.
 * @param whole f64[items], S: the scores of which it is a share.
 * @param chance f64[items], c: expected score of a guess on each item.
 * @param clusterIds string[items].
 * @param options level (default 0.95), resamples (default 9999), seed (default 0); certain: S is
 *   above c without a test, as a perfect score is (default false); cautious (default false).
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
  options: EstimateOptions & { readonly certain?: boolean; readonly cautious?: boolean } = {},
): RatioEstimate | undefined {
  const caller = 'shareAboveChance';
  checkSameLength(caller, ['whole', whole.length], ['reached', reached.length]);
  checkSameLength(caller, ['whole', whole.length], ['chance', chance.length]);
  const denominator = whole.map((value, item) => value - chance[item]!);
  const above = denominator.reduce((sum, each) => sum + each, 0);
  const lowest = options.certain
    ? above
    : pairedMeanDifference(whole, chance, clusterIds, options).interval.lower;
  if (!(above > 0 && lowest > 0)) return undefined;
  const numerator = reached.map((value, item) => value - chance[item]!);
  const [ratio] = bootstrapRatios([{ numerator, denominator }], clusterIds, options);
  const residuals = numerator.map((each, item) => each - ratio!.value * denominator[item]!);
  const { effectiveN, clusters } = designEffect(residuals, clusterIds);
  const interval = options.cautious
    ? widened(ratio!, numerator, denominator, clusterIds)
    : ratio!.interval;
  return { ...ratio!, n: whole.length, effectiveN, clusters, interval };
}

function widened(
  { value, interval }: RatioEstimate,
  numerator: readonly number[],
  denominator: readonly number[],
  clusterIds: readonly string[],
): Interval {
  const excess = (share: number): Interval => {
    // Scaled into [-1, 1], where differences lie; the sign is all that counts.
    const scale = 1 + Math.abs(share);
    const differences = numerator.map((each, item) => (each - share * denominator[item]!) / scale);
    return differenceInterval(differences, clusterIds, interval.level);
  };
  const lower = crossing(value, -1, (share) => excess(share).lower > 0);
  const upper = crossing(value, 1, (share) => excess(share).upper < 0);
  return {
    ...interval,
    lower: Math.min(interval.lower, lower),
    upper: Math.max(interval.upper, upper),
    method: `${interval.method}, widened to the inverted Bonett-Price`,
  };
}

/** Farthest that a share is sought from its estimate. */
const farthest = 1024;
/** A bound between an estimate and 1/16 beside it is then known to 4e-6. */
const halvings = 14;

/** Where, going from the estimate one way, shares begin to be refuted. */
function crossing(value: number, direction: 1 | -1, isRefuted: (share: number) => boolean): number {
  let beyond = 1 / 16;
  while (beyond < farthest && !isRefuted(value + direction * beyond)) beyond *= 2;
  let within = 0;
  for (let step = 0; step < halvings; step++) {
    const middle = (within + beyond) / 2;
    if (isRefuted(value + direction * middle)) beyond = middle;
    else within = middle;
  }
  return value + direction * beyond;
}
