import { checkLevel } from './check.ts';
import type { Interval } from './interval.ts';

/**
 * Percentile bootstrap interval: the middle `level` of the replicates.
 *
 * Keeps to the statistic's range and follows any change of scale, and is too short for
 * few clusters: 87% coverage where 95% was asked for at n = 20, and no width at all when
 * every item is right. `meanEstimate` is the interval for such cases.
 *
 * Source: Efron & Tibshirani 1993, An Introduction to the Bootstrap, 13.3.
 *
 * @param replicates f64[resamples], the statistic on each resample, in any order.
 * @param options level (default 0.95).
 * @returns Bounds in the units of the statistic.
 * @throws {RangeError} if replicates is empty or level is outside (0, 1).
 */
export function percentileInterval(
  replicates: Float64Array,
  options: { readonly level?: number } = {},
): Interval {
  const level = options.level ?? 0.95;
  checkLevel('percentileInterval', level);
  const sorted = sortedReplicates('percentileInterval', replicates);
  return {
    lower: orderStatistic(sorted, (1 - level) / 2),
    upper: orderStatistic(sorted, (1 + level) / 2),
    level,
    method: `cluster bootstrap percentile (B = ${replicates.length})`,
  };
}

/** Sorted copy; refuses an empty list. */
export function sortedReplicates(caller: string, replicates: Float64Array): Float64Array {
  if (replicates.length === 0) throw new RangeError(`${caller}: replicates is empty`);
  return Float64Array.from(replicates).sort();
}

/**
 * The (B + 1) x share-th smallest replicate, linear between neighbours: with B = 9999
 * the usual levels hit one exactly.
 */
export function orderStatistic(sorted: Float64Array, share: number): number {
  const position = Math.min(sorted.length, Math.max(1, share * (sorted.length + 1)));
  const below = Math.floor(position);
  const first = sorted[below - 1]!;
  const second = sorted[Math.min(below, sorted.length - 1)]!;
  return first + (position - below) * (second - first);
}
