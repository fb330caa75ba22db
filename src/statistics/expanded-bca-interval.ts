import { bcaInterval } from './bca-interval.ts';
import type { Interval } from './interval.ts';
import { normalCumulative } from './normal-cumulative.ts';
import { studentQuantile } from './student-quantile.ts';

/**
 * BCa interval at a level raised so that a normal sample would be covered as by Student's t:
 * what the plain one lacks below some 50 clusters.
 *
 * Source: Hesterberg 2015, doi:10.1080/00031305.2015.1089789 (expansion).
 *
 * @param replicates f64[resamples], the statistic on each resample.
 * @param value The statistic on the items themselves.
 * @param jackknife f64[clusters], the statistic with one cluster left out.
 * @param options level, and the number of clusters.
 * @returns Bounds, or undefined where BCa does not exist or the clusters are too few to expand it.
 */
export function expandedBcaInterval(
  replicates: Float64Array,
  value: number,
  jackknife: Float64Array,
  options: { readonly level: number; readonly clusters: number },
): Interval | undefined {
  const { level, clusters } = options;
  if (replicates.length === 0 || clusters < 2) return undefined;
  const student = studentQuantile(0.5 + level / 2, clusters - 1);
  const expanded = 2 * normalCumulative(Math.sqrt(clusters / (clusters - 1)) * student) - 1;
  // Two or three clusters would ask for more than the replicates can show.
  if (!(expanded < 1)) return undefined;
  const interval = bcaInterval(replicates, value, jackknife, { level: expanded });
  const method = `cluster bootstrap BCa, expanded (B = ${replicates.length})`;
  return interval && { ...interval, level, method };
}
