import { clusterTotals } from './cluster-totals.ts';
import { type DesignEffect, designEffect } from './design-effect.ts';
import { normalQuantile } from './normal-quantile.ts';
import { studentQuantile } from './student-quantile.ts';

/** What an interval for a clustered mean is built on. */
export interface CautiousDesign {
  readonly design: DesignEffect;
  /** Effective n with the ICC raised by half its standard error. */
  readonly effectiveN: number;
  /** Two-sided critical value that pays for estimating the variance. */
  readonly critical: number;
}

/**
 * Effective n and critical value for the default intervals.
 *
 * An ICC estimated from few clusters is noisy and, clamped at 1, more often too low
 * than too high; half a standard error on top brings the coverage back (simulated in
 * coverage.slow.test.ts). Only the part of the variance that clustering adds,
 * w = 1 - n_eff / n, is estimated from C - 1 degrees of freedom, so Satterthwaite's
 * degrees of freedom are (C - 1) / w^2, together with (n - 1) / (1 - w)^2 where the
 * items' own variance is estimated too (`varianceKnown` false).
 *
 * Sources: Swiger et al. 1964, Biometrics 20:818 (error of the ICC); Satterthwaite
 * 1946, doi:10.2307/3002019.
 *
 * @param values f64[items], at least two clusters.
 * @param clusterIds string[items].
 * @param options level, and whether the items' variance follows from the mean (0/1 scores).
 * @returns Design effect as reported, and the cautious figures for the interval.
 */
export function cautiousDesign(
  values: readonly number[],
  clusterIds: readonly string[],
  options: { readonly level: number; readonly varianceKnown: boolean },
): CautiousDesign {
  const design = designEffect(values, clusterIds);
  const n = values.length;
  const effectiveN = cautiousEffectiveN(design, clusterTotals(values, clusterIds).sizes, n);
  const clustered = 1 - effectiveN / n;
  const own = options.varianceKnown ? 0 : (1 - clustered) ** 2 / (n - 1);
  const inverse = clustered ** 2 / (design.clusters - 1) + own;
  const tail = 0.5 + options.level / 2;
  const critical = inverse > 0 ? studentQuantile(tail, 1 / inverse) : normalQuantile(tail);
  return { design, effectiveN, critical };
}

function cautiousEffectiveN(design: DesignEffect, sizes: Float64Array, n: number): number {
  const clusters = sizes.length;
  if (clusters === n) return n;
  const weightedSize = sizes.reduce((total, size) => total + size * size, 0) / n;
  const averageSize = (n - weightedSize) / (clusters - 1);
  const spread = (1 - design.icc) * (1 + (averageSize - 1) * design.icc);
  const error =
    (spread / averageSize) * Math.sqrt((2 * (n - 1)) / ((n - clusters) * (clusters - 1)));
  const icc = Math.min(1, design.icc + error / 2);
  return n / (1 + (weightedSize - 1) * icc);
}
