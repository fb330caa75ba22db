import { total } from './bootstrap-mean.ts';
import { checkLevel, checkResamples, checkSameLength, checkValues } from './check.ts';
import { clusterIndex, clusterSums } from './cluster-totals.ts';
import { expandedBcaInterval } from './expanded-bca-interval.ts';
import type { Interval } from './interval.ts';
import type { EstimateOptions } from './mean-estimate.ts';
import { percentileInterval } from './percentile-interval.ts';
import { resampleSums } from './resample-sums.ts';

/** A statistic that depends on the items only through sums over them. */
export interface SumStatistic {
  /** f64[items] each, finite: what is summed. */
  readonly columns: readonly Float64Array[];
  /**
   * The statistic from the sum of each column, in their order; undefined where it has no value.
   * The list of sums is used again for the next call, so keep none of it.
   */
  readonly statistic: (sums: ArrayLike<number>) => number | undefined;
}

/** A statistic of sums with its bootstrap interval. */
export interface StatisticEstimate {
  readonly value: number;
  readonly clusters: number;
  readonly interval: Interval;
  /** Resamples on which the statistic has no value; they are left out. */
  readonly undefinedResamples: number;
  /** f64[resamples - undefinedResamples], the statistic on each resample. */
  readonly replicates: Float64Array;
}

/**
 * Cluster bootstrap of any function of sums: a coefficient of agreement, a slope, a rank.
 *
 * Columns are folded to their clusters once, so that a resample costs clusters x columns
 * additions and one call, however many items there are. The interval is BCa at a level raised
 * as in `bootstrapRatios`, or the percentiles where BCa does not exist; it has no width where
 * the resamples do not vary, which is right for a rank and too short for most else.
 *
 * Sources: Efron 1987, doi:10.1080/01621459.1987.10478410; Cameron, Gelbach & Miller 2008,
 * doi:10.1162/rest.90.3.414.
 *
 * @param data Columns f64[items] and the statistic; clusterIds string[items].
 * @param options level (default 0.95), resamples (default 9999), seed (default 0).
 * @returns The estimate; undefined where the statistic has no value on the items or on any
 *   resample, or there are fewer than two clusters.
 * @throws {RangeError} if there is no column, lengths differ, a value is not finite, or an option
 *   is out of range.
 * @example
 * bootstrapStatistic({
 *   columns: [Float64Array.of(1, 2, 4), Float64Array.of(1, 1, 1)],
 *   statistic: (sums) => sums[0]! / sums[1]!,
 *   clusterIds: ['a', 'b', 'c'],
 * })?.value; // 7/3
 */
export function bootstrapStatistic(
  data: SumStatistic & { readonly clusterIds: readonly string[] },
  options: EstimateOptions = {},
): StatisticEstimate | undefined {
  const { level = 0.95, resamples = 9999, seed = 0 } = options;
  const { columns, statistic, clusterIds } = data;
  checkLevel('bootstrapStatistic', level);
  checkResamples('bootstrapStatistic', resamples);
  checkColumns(columns, clusterIds);
  const index = clusterIndex(clusterIds);
  const folded = columns.map((column) => clusterSums(column, index));
  const clusters = index.ids.length;
  const value = statisticValue({ columns: folded, statistic });
  if (value === undefined || clusters < 2) return undefined;
  const drawn = resampleSums(folded, { resamples, seed });
  const replicates = valuesOf(statistic, drawn).filter(isDefined);
  if (replicates.length === 0) return undefined;
  const jackknife = leaveOneOutValues({ columns: folded, statistic }).filter(isDefined);
  const interval =
    expandedBcaInterval(replicates, value, jackknife, { level, clusters }) ??
    percentileInterval(replicates, { level });
  const undefinedResamples = resamples - replicates.length;
  return { value, clusters, interval, undefinedResamples, replicates };
}

/** The statistic on all items. */
export function statisticValue({ columns, statistic }: SumStatistic): number | undefined {
  return statistic(Float64Array.from(columns, total));
}

/** f64[items], the statistic without each item (or cluster) in turn; NaN where it has no value. */
export function leaveOneOutValues({ columns, statistic }: SumStatistic): Float64Array {
  const totals = columns.map(total);
  const rest = columns.map((column, index) => column.map((each) => totals[index]! - each));
  return valuesOf(statistic, rest);
}

/** The statistic of each row of sums, NaN where it has no value. */
function valuesOf(
  statistic: SumStatistic['statistic'],
  sums: readonly Float64Array[],
): Float64Array {
  const row = new Float64Array(sums.length);
  return sums[0]!.map((_, position) => {
    for (let column = 0; column < row.length; column++) row[column] = sums[column]![position]!;
    return statistic(row) ?? Number.NaN;
  });
}

function isDefined(value: number): boolean {
  return !Number.isNaN(value);
}

function checkColumns(columns: readonly Float64Array[], clusterIds: readonly string[]): void {
  const caller = 'bootstrapStatistic';
  if (columns.length === 0) throw new RangeError(`${caller}: columns is empty`);
  for (const [index, column] of columns.entries()) {
    const name = `columns[${index}]`;
    checkSameLength(caller, [name, column.length], ['clusterIds', clusterIds.length]);
    checkValues(caller, name, column);
  }
}
