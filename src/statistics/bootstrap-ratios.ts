import { mean, sum } from 'simple-statistics';
import { leaveOneOut, total } from './bootstrap-mean.ts';
import { checkLevel, checkResamples, checkSameLength, checkValues } from './check.ts';
import { clusterTotals } from './cluster-totals.ts';
import { designEffect } from './design-effect.ts';
import { differenceInterval } from './difference-interval.ts';
import { expandedBcaInterval } from './expanded-bca-interval.ts';
import type { Interval } from './interval.ts';
import { type EstimateOptions, meanEstimate } from './mean-estimate.ts';
import { resampleSums } from './resample-sums.ts';

/** A statistic of the form sum / sum: a mean, a mean of a subset, a share of two sums. */
export interface Ratio {
  /** f64[items]. */
  readonly numerator: readonly number[];
  /** f64[items]; all ones for a mean, 1 inside and 0 outside for a subset's mean. */
  readonly denominator: readonly number[];
  /** Whether numerators may be negative, as those of differences (default false: scores). */
  readonly signed?: boolean;
}

/** A ratio with its interval. */
export interface RatioEstimate {
  readonly value: number;
  /** Items whose denominator is not 0. */
  readonly n: number;
  readonly effectiveN: number;
  /** Clusters of those items. */
  readonly clusters: number;
  readonly interval: Interval;
}

/**
 * Several sum/sum statistics from the same cluster resamples, so that their intervals
 * belong together: a score, the score on a subset, and the difference of the two.
 *
 * BCa intervals at a level raised so that a normal sample would be covered as by
 * Student's t (Hesterberg's expansion; matters below some 50 clusters). Where the
 * resamples do not vary, or BCa does not exist, the interval is the default one of
 * a mean (`meanEstimate`), or else the linearised ratio's with two pseudo-items.
 *
 * Sources: Efron 1987, doi:10.1080/01621459.1987.10478410; Hesterberg 2015,
 * doi:10.1080/00031305.2015.1089789 (expansion).
 *
 * @param ratios Statistics over the same items.
 * @param clusterIds string[items].
 * @param options level (default 0.95), resamples (default 9999), seed (default 0).
 * @returns One estimate a ratio, in their order.
 * @throws {RangeError} if lengths differ, a value is NaN, a denominator sums to 0, or an option is out of range.
 * @example
 * bootstrapRatios([{ numerator: [1, 0, 1], denominator: [1, 1, 1] }], ['a', 'b', 'c'])[0].value; // 2/3
 */
export function bootstrapRatios(
  ratios: readonly Ratio[],
  clusterIds: readonly string[],
  options: EstimateOptions = {},
): RatioEstimate[] {
  const { level = 0.95, resamples = 9999, seed = 0 } = options;
  checkLevel('bootstrapRatios', level);
  checkResamples('bootstrapRatios', resamples);
  for (const ratio of ratios) checkRatio(ratio);
  const columns = ratios.flatMap(({ numerator, denominator }) => [
    clusterTotals(numerator, clusterIds).sums,
    clusterTotals(denominator, clusterIds).sums,
  ]);
  const drawn = resampleSums(columns, { resamples, seed });
  return ratios.map((ratio, index) => {
    const numerators = columns[2 * index]!;
    const denominators = columns[2 * index + 1]!;
    const value = total(numerators) / total(denominators);
    const inside = insideItems(ratio, clusterIds, value);
    const replicates = drawn[2 * index]!.map(
      (each, resample) => each / drawn[2 * index + 1]![resample]!,
    )
      // A resample without any item of the subset has no value.
      .filter(Number.isFinite);
    const jackknife = leaveOneOut(numerators, denominators).filter(Number.isFinite);
    const interval =
      expandedBcaInterval(replicates, value, jackknife, { level, clusters: inside.clusters }) ??
      steadyInterval(inside, value, level);
    const { n, effectiveN, clusters } = inside;
    return { value, n, effectiveN, clusters, interval };
  });
}

/** The items that a ratio is about, linearised: each item's pull on the ratio. */
interface InsideItems {
  readonly n: number;
  readonly effectiveN: number;
  readonly clusters: number;
  readonly clusterIds: readonly string[];
  /** Numerators where all denominators are 1 and all numerators unsigned scores; else absent. */
  readonly scores?: readonly number[];
  /** (numerator - value x denominator) / mean denominator. */
  readonly residuals: readonly number[];
}

function insideItems(ratio: Ratio, clusterIds: readonly string[], value: number): InsideItems {
  const items = [...ratio.denominator.keys()].filter((item) => ratio.denominator[item] !== 0);
  const numerators = items.map((item) => ratio.numerator[item]!);
  const denominators = items.map((item) => ratio.denominator[item]!);
  const average = mean(denominators);
  const residuals = numerators.map(
    (each, index) => (each - value * denominators[index]!) / average,
  );
  const ids = items.map((item) => clusterIds[item]!);
  const { effectiveN, clusters } = designEffect(residuals, ids);
  const isScore =
    !ratio.signed &&
    denominators.every((each) => each === 1) &&
    numerators.every((each) => each >= 0 && each <= 1);
  const scores = isScore ? { scores: numerators } : {};
  return { n: items.length, effectiveN, clusters, clusterIds: ids, residuals, ...scores };
}

/** An interval for where the resamples do not vary. */
function steadyInterval(inside: InsideItems, value: number, level: number): Interval {
  if (inside.scores) return meanEstimate(inside.scores, inside.clusterIds, { level }).interval;
  const spread = differenceInterval(inside.residuals, inside.clusterIds, level);
  return {
    lower: value + spread.lower,
    upper: value + spread.upper,
    level,
    method: `${spread.method}, linearised`,
  };
}

function checkRatio({ numerator, denominator }: Ratio): void {
  const caller = 'bootstrapRatios';
  checkSameLength(caller, ['numerator', numerator.length], ['denominator', denominator.length]);
  checkValues(caller, 'numerator', numerator);
  checkValues(caller, 'denominator', denominator);
  if (sum([...denominator]) === 0) throw new RangeError(`${caller}: a denominator sums to 0`);
}
