import { basicInterval } from './basic-interval.ts';
import { bcaInterval } from './bca-interval.ts';
import { checkLevel, checkResamples, checkSameLength, checkValues } from './check.ts';
import { clusterTotals } from './cluster-totals.ts';
import type { Interval } from './interval.ts';
import type { EstimateOptions } from './mean-estimate.ts';
import { percentileInterval } from './percentile-interval.ts';
import { resampleSums } from './resample-sums.ts';
import { studentizedInterval } from './studentized-interval.ts';

/** Options of `bootstrapMean`. */
export interface BootstrapMeanOptions extends EstimateOptions {
  /** How the interval is read off the replicates (default 'bca'). */
  readonly method?: 'percentile' | 'basic' | 'bca' | 'studentized';
  /** string[items]: clusters are drawn within each stratum; a cluster lies in one (default: none). */
  readonly strata?: readonly string[];
}

/**
 * Bootstrap interval for a clustered mean: whole clusters are drawn, with their items.
 *
 * The mean of a resample is sum over count, since clusters differ in size. For paired
 * models give the differences; for one-item clusters give each its own id. O(resamples
 * x clusters). Below about 20 clusters prefer `meanEstimate`.
 *
 * Source: Cameron, Gelbach & Miller 2008, doi:10.1162/rest.90.3.414.
 *
 * @param values f64[items].
 * @param clusterIds string[items].
 * @param options method (default 'bca'), level (default 0.95), resamples (default 9999), seed (default 0), strata.
 * @returns Bounds in the units of `values`.
 * @throws {RangeError} if values is empty or holds NaN, lengths differ, there are fewer than two clusters,
 *   a cluster lies in two strata, or no resample differs from another (BCa and studentised).
 * @example
 * bootstrapMean([1, 0, 1, 0], ['a', 'a', 'b', 'b'], { method: 'percentile' });
 * // { lower: 0.5, upper: 0.5, … }: both clusters have mean 0.5
 */
export function bootstrapMean(
  values: readonly number[],
  clusterIds: readonly string[],
  options: BootstrapMeanOptions = {},
): Interval {
  const { method = 'bca', level = 0.95, resamples = 9999, seed = 0 } = options;
  checkLevel('bootstrapMean', level);
  checkResamples('bootstrapMean', resamples);
  checkValues('bootstrapMean', 'values', values);
  const { sums, sizes, strata } = stratifiedTotals(values, clusterIds, options.strata);
  if (sums.length < 2) {
    throw new RangeError(`bootstrapMean: needs at least two clusters, got ${sums.length}`);
  }
  const estimate = total(sums) / total(sizes);
  const drawing = { resamples, seed, strata };
  if (method === 'studentized') {
    return existing(studentized(sums, sizes, estimate, { ...drawing, level }));
  }
  const [numerators, denominators] = resampleSums([sums, sizes], drawing);
  const replicates = numerators!.map((sum, index) => sum / denominators![index]!);
  if (method === 'percentile') return percentileInterval(replicates, { level });
  if (method === 'basic') return basicInterval(replicates, estimate, { level });
  return existing(bcaInterval(replicates, estimate, leaveOneOut(sums, sizes), { level }));
}

/** The ratio of sums with each cluster left out in turn, in O(clusters). */
export function leaveOneOut(numerators: Float64Array, denominators: Float64Array): Float64Array {
  const numerator = total(numerators);
  const denominator = total(denominators);
  return numerators.map((each, index) => (numerator - each) / (denominator - denominators[index]!));
}

/** Sum of a column. */
export function total(column: Float64Array): number {
  return column.reduce((sum, value) => sum + value, 0);
}

function existing(interval: Interval | undefined): Interval {
  if (interval) return interval;
  throw new RangeError(
    'bootstrapMean: the resamples do not vary, so this interval does not exist; use meanEstimate',
  );
}

function studentized(
  sums: Float64Array,
  sizes: Float64Array,
  estimate: number,
  options: { resamples: number; seed: number; strata: readonly number[]; level: number },
): Interval | undefined {
  const columns = [
    sums,
    sizes,
    sums.map((sum) => sum * sum),
    sums.map((sum, index) => sum * sizes[index]!),
    sizes.map((size) => size * size),
  ];
  const drawn = resampleSums(columns, options);
  const replicates = drawn[0]!.map((sum, index) => sum / drawn[1]![index]!);
  const errors = replicates.map((mean, index) =>
    errorFromSums(
      mean,
      drawn.map((each) => each[index]!),
    ),
  );
  const error = errorFromSums(estimate, columns.map(total));
  return studentizedInterval(replicates, errors, estimate, error, { level: options.level });
}

/** CR0 error of a mean from the sums over clusters of S, m, S^2, S m and m^2: no second pass over the draws. */
function errorFromSums(mean: number, sums: readonly number[]): number {
  const [, n, squares, products, sizeSquares] = sums;
  const spread = squares! - 2 * mean * products! + mean * mean * sizeSquares!;
  // Below this the difference is rounding, not spread.
  return spread > 1e-12 * squares! ? Math.sqrt(spread) / n! : 0;
}

/** Cluster totals with the clusters of one stratum side by side, and how many each stratum has. */
function stratifiedTotals(
  values: readonly number[],
  clusterIds: readonly string[],
  strata: readonly string[] | undefined,
): { sums: Float64Array; sizes: Float64Array; strata: readonly number[] } {
  const totals = clusterTotals(values, clusterIds);
  if (!strata) return { ...totals, strata: [totals.sums.length] };
  checkSameLength('bootstrapMean', ['values', values.length], ['strata', strata.length]);
  const stratumOf = new Map<number, string>();
  for (const [item, cluster] of totals.indexOfItem.entries()) {
    const known = stratumOf.get(cluster) ?? strata[item]!;
    if (known !== strata[item]) {
      throw new RangeError(
        `bootstrapMean: cluster "${totals.ids[cluster]}" lies in strata "${known}" and "${strata[item]}"`,
      );
    }
    stratumOf.set(cluster, known);
  }
  const stratumNames = [...new Set(strata)].sort();
  const members = stratumNames.map((name) =>
    [...totals.ids.keys()].filter((cluster) => stratumOf.get(cluster) === name),
  );
  const order = members.flat();
  return {
    sums: Float64Array.from(order, (cluster) => totals.sums[cluster]!),
    sizes: Float64Array.from(order, (cluster) => totals.sizes[cluster]!),
    strata: members.map((clusters) => clusters.length),
  };
}
