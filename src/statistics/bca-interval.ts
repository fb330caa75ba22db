import { mean } from 'simple-statistics';
import { checkLevel } from './check.ts';
import type { Interval } from './interval.ts';
import { normalCumulative } from './normal-cumulative.ts';
import { normalQuantile } from './normal-quantile.ts';
import { orderStatistic, sortedReplicates } from './percentile-interval.ts';

/**
 * BCa bootstrap interval: percentiles moved for bias (how many replicates lie below the
 * estimate) and acceleration (how the error changes with the value).
 *
 * Second-order correct, and still too short for few clusters. Where the replicates have
 * no spread, or all lie on one side of the estimate, the correction does not exist.
 *
 * Source: Efron 1987, doi:10.1080/01621459.1987.10478410.
 *
 * @param replicates f64[resamples], the statistic on each resample.
 * @param estimate The statistic on the items themselves.
 * @param jackknife f64[clusters], the statistic with one cluster left out.
 * @param options level (default 0.95).
 * @returns Bounds in the units of the statistic, or undefined where BCa does not exist.
 * @throws {RangeError} if replicates is empty or level is outside (0, 1).
 */
export function bcaInterval(
  replicates: Float64Array,
  estimate: number,
  jackknife: Float64Array,
  options: { readonly level?: number } = {},
): Interval | undefined {
  const level = options.level ?? 0.95;
  checkLevel('bcaInterval', level);
  const sorted = sortedReplicates('bcaInterval', replicates);
  const bias = normalQuantile(shareBelow(sorted, estimate));
  const acceleration = bcaAcceleration(jackknife);
  if (!Number.isFinite(bias) || acceleration === undefined) return undefined;
  const share = (tail: number): number => {
    const moved = bias + normalQuantile(tail);
    return normalCumulative(bias + moved / (1 - acceleration * moved));
  };
  return {
    lower: orderStatistic(sorted, share((1 - level) / 2)),
    upper: orderStatistic(sorted, share((1 + level) / 2)),
    level,
    method: `cluster bootstrap BCa (B = ${replicates.length})`,
  };
}

/**
 * Acceleration of BCa from jackknife values: their skewness over 6 square roots.
 *
 * @param jackknife f64[clusters], the statistic with one cluster left out.
 * @returns The acceleration, or undefined where leaving a cluster out changes nothing.
 */
export function bcaAcceleration(jackknife: Float64Array): number | undefined {
  const centre = mean([...jackknife]);
  let squares = 0;
  let cubes = 0;
  for (const value of jackknife) {
    const deviation = centre - value;
    squares += deviation ** 2;
    cubes += deviation ** 3;
  }
  return squares > 0 ? cubes / (6 * squares ** 1.5) : undefined;
}

/** Share of sorted replicates below the estimate, ties counted half. */
function shareBelow(sorted: Float64Array, estimate: number): number {
  const slack = 1e-12 * Math.max(1, Math.abs(estimate));
  const below = countBelow(sorted, estimate - slack);
  const upTo = countBelow(sorted, estimate + slack);
  return (below + upTo) / 2 / sorted.length;
}

function countBelow(sorted: Float64Array, bound: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
