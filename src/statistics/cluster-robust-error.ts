import { checkValues } from './check.ts';
import { clusterTotals } from './cluster-totals.ts';

/**
 * Cluster-robust standard error of a mean: the items of one cluster may be as alike as
 * they like, only clusters count as independent.
 *
 * CR0 is sqrt(sum over clusters of (sum of residuals)^2) / n, too small for few
 * clusters; CR1 multiplies it by sqrt(C / (C - 1)). With singletons CR1 is the usual
 * standard error. Take CR1 with Student's t on C - 1 degrees of freedom.
 *
 * Sources: Miller 2024, arXiv:2411.00640 (CR0 in evaluations); Cameron & Miller 2015,
 * doi:10.3368/jhr.50.2.317 (CR1 and few clusters).
 *
 * @param values f64[items].
 * @param clusterIds string[items].
 * @param options correction (default 'CR1').
 * @returns Standard error in the units of `values`.
 * @throws {RangeError} if values is empty or holds NaN, the lengths differ, or there are fewer than two clusters.
 */
export function clusterRobustError(
  values: readonly number[],
  clusterIds: readonly string[],
  options: { readonly correction?: 'CR0' | 'CR1' } = {},
): number {
  checkValues('clusterRobustError', 'values', values);
  const { sums, sizes } = clusterTotals(values, clusterIds);
  const clusters = sums.length;
  if (clusters < 2) {
    throw new RangeError(`clusterRobustError: needs at least two clusters, got ${clusters}`);
  }
  const n = values.length;
  const mean = values.reduce((total, value) => total + value, 0) / n;
  let squares = 0;
  for (const [cluster, size] of sizes.entries()) squares += (sums[cluster]! - size * mean) ** 2;
  const correction = options.correction === 'CR0' ? 1 : clusters / (clusters - 1);
  return Math.sqrt(correction * squares) / n;
}
