import { checkLevel, checkResamples, checkSameLength, checkValues } from './check.ts';
import { clusterTotals } from './cluster-totals.ts';
import { createRandom } from './create-random.ts';
import { designEffect } from './design-effect.ts';
import type { Interval } from './interval.ts';
import type { EstimateOptions } from './mean-estimate.ts';

/** A statistic of the form sum / sum: a mean, a mean of a subset, a share of two sums. */
export interface Ratio {
  /** f64[items]. */
  readonly numerator: readonly number[];
  /** f64[items]; all ones for a mean, 1 inside and 0 outside for a subset's mean. */
  readonly denominator: readonly number[];
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
 * belong together.
 *
 * @param ratios Statistics over the same items.
 * @param clusterIds string[items].
 * @param options level (default 0.95), resamples (default 9999), seed (default 0).
 * @returns One estimate a ratio, in their order.
 * @throws {RangeError} if lengths differ, a value is NaN, a denominator sums to 0, or an option is out of range.
 */
export function bootstrapRatios(
  ratios: readonly Ratio[],
  clusterIds: readonly string[],
  options: EstimateOptions = {},
): RatioEstimate[] {
  const level = options.level ?? 0.95;
  const resamples = options.resamples ?? 9999;
  checkLevel('bootstrapRatios', level);
  checkResamples('bootstrapRatios', resamples);
  const folded = ratios.map((ratio) => {
    checkValues('bootstrapRatios', 'numerator', ratio.numerator);
    checkValues('bootstrapRatios', 'denominator', ratio.denominator);
    checkSameLength(
      'bootstrapRatios',
      { name: 'numerator', length: ratio.numerator.length },
      { name: 'denominator', length: ratio.denominator.length },
    );
    return {
      numerators: clusterTotals(ratio.numerator, clusterIds).sums,
      denominators: clusterTotals(ratio.denominator, clusterIds).sums,
    };
  });
  const clusters = new Set(clusterIds).size;
  const random = createRandom(options.seed ?? 0);
  const drawn = new Uint32Array(clusters);
  const statistics = ratios.map(() => new Float64Array(resamples));
  for (let resample = 0; resample < resamples; resample++) {
    for (let draw = 0; draw < clusters; draw++) drawn[draw] = random.nextBelow(clusters);
    for (const [index, { numerators, denominators }] of folded.entries()) {
      let numerator = 0;
      let denominator = 0;
      for (const cluster of drawn) {
        numerator += numerators[cluster]!;
        denominator += denominators[cluster]!;
      }
      statistics[index]![resample] = numerator / denominator;
    }
  }
  return ratios.map((ratio, index) => {
    const inside = ratio.denominator.flatMap((value, item) => (value === 0 ? [] : [item]));
    const total = ratio.denominator.reduce((sum, value) => sum + value, 0);
    if (total === 0)
      throw new RangeError(`bootstrapRatios: denominator of ratio ${index} sums to 0`);
    const value = ratio.numerator.reduce((sum, each) => sum + each, 0) / total;
    const residuals = inside.map(
      (item) => ratio.numerator[item]! - value * ratio.denominator[item]!,
    );
    const design = designEffect(
      residuals,
      inside.map((item) => clusterIds[item]!),
    );
    const sorted = statistics[index]!.filter(Number.isFinite).sort();
    const at = (share: number): number =>
      sorted[
        Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length + 1)) - 1))
      ]!;
    const interval = {
      lower: at((1 - level) / 2),
      upper: at((1 + level) / 2),
      level,
      method: `cluster bootstrap percentile (B = ${resamples})`,
    };
    return {
      value,
      n: inside.length,
      effectiveN: design.effectiveN,
      clusters: design.clusters,
      interval,
    };
  });
}
