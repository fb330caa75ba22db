import { checkValues } from './check.ts';
import { clusterTotals } from './cluster-totals.ts';

/**
 * Intraclass correlation from a one-way analysis of variance: how alike the items of
 * one cluster are, 1 when they are the same and 0 when clusters mean nothing.
 *
 * (MSB - MSW) / (MSB + (m0 - 1) MSW), with m0 the ANOVA's average cluster size. May be
 * slightly negative by chance; undefined where nothing varies, where every item is its
 * own cluster, and with a single cluster.
 *
 * Source: Donner 1986, doi:10.2307/1403259.
 *
 * @param values f64[items].
 * @param clusterIds string[items].
 * @returns The correlation, or undefined where the data can't tell.
 * @throws {RangeError} if values is empty or holds NaN, or the lengths differ.
 */
export function intraclassCorrelation(
  values: readonly number[],
  clusterIds: readonly string[],
): number | undefined {
  checkValues('intraclassCorrelation', 'values', values);
  const { sums, sizes, indexOfItem } = clusterTotals(values, clusterIds);
  const n = values.length;
  const clusters = sums.length;
  if (clusters < 2 || clusters === n) return undefined;
  const mean = values.reduce((total, value) => total + value, 0) / n;
  let between = 0;
  let sizeSquares = 0;
  for (const [cluster, size] of sizes.entries()) {
    between += size * (sums[cluster]! / size - mean) ** 2;
    sizeSquares += size * size;
  }
  let within = 0;
  for (const [item, cluster] of indexOfItem.entries()) {
    within += (values[item]! - sums[cluster]! / sizes[cluster]!) ** 2;
  }
  const meanSquareBetween = between / (clusters - 1);
  const meanSquareWithin = within / (n - clusters);
  const averageSize = (n - sizeSquares / n) / (clusters - 1);
  const total = meanSquareBetween + (averageSize - 1) * meanSquareWithin;
  return total > 0 ? (meanSquareBetween - meanSquareWithin) / total : undefined;
}
