import type { Interval } from './interval.ts';
import { percentileInterval } from './percentile-interval.ts';

/**
 * Basic (reflected) bootstrap interval: the percentile interval mirrored at the estimate.
 *
 * For statistics without bounds; a proportion's may leave [0, 1].
 *
 * Source: Davison & Hinkley 1997, Bootstrap Methods and their Application, 5.2.
 *
 * @param replicates f64[resamples], the statistic on each resample.
 * @param estimate The statistic on the items themselves.
 * @param options level (default 0.95).
 * @returns Bounds in the units of the statistic.
 * @throws {RangeError} if replicates is empty or level is outside (0, 1).
 */
export function basicInterval(
  replicates: Float64Array,
  estimate: number,
  options: { readonly level?: number } = {},
): Interval {
  const { lower, upper, level } = percentileInterval(replicates, options);
  return {
    lower: 2 * estimate - upper,
    upper: 2 * estimate - lower,
    level,
    method: `cluster bootstrap basic (B = ${replicates.length})`,
  };
}
