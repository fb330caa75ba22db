import { checkLevel, checkValues } from './check.ts';
import { clusterRobustError } from './cluster-robust-error.ts';
import { designEffect } from './design-effect.ts';
import type { Interval } from './interval.ts';
import { normalQuantile } from './normal-quantile.ts';
import { studentQuantile } from './student-quantile.ts';
import { wilsonBounds } from './wilson-interval.ts';

/** A clustered mean with all that a reader needs to judge it. */
export interface MeanEstimate {
  readonly value: number;
  readonly n: number;
  /** n / designEffect. */
  readonly effectiveN: number;
  readonly clusters: number;
  readonly designEffect: number;
  /** Intraclass correlation used, clamped to [0, 1]. */
  readonly icc: number;
  readonly interval: Interval;
}

/** Options of the estimates with a default interval. */
export interface EstimateOptions {
  /** Nominal coverage of the interval (default 0.95). */
  readonly level?: number;
  /** Resamples or random sign flips where some are drawn (default 9999). */
  readonly resamples?: number;
  /** Seed of what is drawn (default 0). */
  readonly seed?: number;
}

/**
 * Mean of clustered scores with an interval that holds for small n and near 0 and 1.
 *
 * @param values f64[items].
 * @param clusterIds string[items], what each item shares its luck with: image, patient.
 * @param options level (default 0.95).
 * @returns The mean, its effective n and its interval.
 * @throws {RangeError} if values is empty or holds NaN, the lengths differ, or level is outside (0, 1).
 */
export function meanEstimate(
  values: readonly number[],
  clusterIds: readonly string[],
  options: EstimateOptions = {},
): MeanEstimate {
  const level = options.level ?? 0.95;
  checkLevel('meanEstimate', level);
  checkValues('meanEstimate', 'values', values);
  const n = values.length;
  const value = values.reduce((total, each) => total + each, 0) / n;
  const design = designEffect(values, clusterIds);
  const tail = 0.5 + level / 2;
  const proportion = values.every((each) => each >= 0 && each <= 1);
  const critical = normalQuantile(tail);
  let bounds: { lower: number; upper: number };
  if (proportion) {
    const penalty =
      design.clusters < 2 || n < 2
        ? 1
        : (studentQuantile(tail, n - 1) / studentQuantile(tail, design.clusters - 1)) ** 2;
    bounds = wilsonBounds(value, design.effectiveN * penalty, critical);
  } else {
    const half =
      design.clusters < 2
        ? Number.POSITIVE_INFINITY
        : studentQuantile(tail, design.clusters - 1) * clusterRobustError(values, clusterIds);
    bounds = { lower: value - half, upper: value + half };
  }
  const method = proportion ? 'Wilson on effective n' : 'cluster-robust t';
  return { value, n, ...design, interval: { ...bounds, level, method } };
}
