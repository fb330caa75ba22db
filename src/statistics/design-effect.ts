import { clusterTotals } from './cluster-totals.ts';
import { intraclassCorrelation } from './intraclass-correlation.ts';

/** What clustering costs. */
export interface DesignEffect {
  /** Intraclass correlation used, in [0, 1]. */
  readonly icc: number;
  /** Variance of the mean relative to independent items, at least 1. */
  readonly designEffect: number;
  /** n / designEffect, in [n^2 / sum of squared cluster sizes, n]. */
  readonly effectiveN: number;
  readonly clusters: number;
}

/**
 * Kish design effect of a clustered mean and the effective number of items.
 *
 * 1 + (mbar - 1) ICC with mbar the size-weighted mean cluster size. The ICC is clamped
 * to [0, 1]: clustering is never allowed to add information. Where the data can't tell
 * the ICC (nothing varies, or one cluster only) it is taken as 1, the worst case.
 *
 * Source: Kish 1965, Survey Sampling, 5.4 and 8.2.
 *
 * @param values f64[items].
 * @param clusterIds string[items].
 * @returns ICC, design effect and effective n.
 * @throws {RangeError} if values is empty or holds NaN, or the lengths differ.
 */
export function designEffect(
  values: readonly number[],
  clusterIds: readonly string[],
): DesignEffect {
  const estimated = intraclassCorrelation(values, clusterIds);
  const { sizes } = clusterTotals(values, clusterIds);
  const n = values.length;
  const weightedSize = sizes.reduce((total, size) => total + size * size, 0) / n;
  const icc = sizes.length === n ? 0 : Math.min(1, Math.max(0, estimated ?? 1));
  const effect = 1 + (weightedSize - 1) * icc;
  return { icc, designEffect: effect, effectiveN: n / effect, clusters: sizes.length };
}
