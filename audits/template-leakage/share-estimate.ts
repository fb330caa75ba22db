import type { Estimate, Unit } from '../../src/audit/audit.ts';
import { estimateOf } from '../../src/audit/estimate-of.ts';
import type { Item } from '../../src/benchmark/benchmark.ts';
import { clusterIdsOf } from '../../src/evidence/clusters/cluster-ids.ts';
import { meanEstimate, pairedMeanDifference } from '../../src/statistics/index.ts';

/**
 * Makes estimates over test items with their clusters: of the mean of a measure in [0, 1],
 * or, in points, of its mean difference from another one, `minus`, on the same items.
 */
export type Estimator = (
  title: string,
  items: readonly Item[],
  measure: (item: Item) => number,
  unit?: Unit,
  minus?: (item: Item) => number,
) => Estimate;

/**
 * Means over items under two clusterings: items that show one picture or patient share their
 * luck, and rows that ask in one wording are all in train or none is. Of the two estimates
 * the one with the smaller effective n is given.
 *
 * @param clusterOf Item key to the id of its reuse cluster.
 * @param wordingOf Item key to the id of its wording.
 * @param level Level of the intervals.
 */
export function shareEstimator(
  clusterOf: ReadonlyMap<string, string>,
  wordingOf: (item: Item) => string,
  level: number,
): Estimator {
  return (title, items, measure, unit = 'proportion', minus) => {
    const values = items.map(measure);
    const estimateOver = (clusterIds: readonly string[]) =>
      minus
        ? pairedMeanDifference(values, items.map(minus), clusterIds, { level })
        : meanEstimate(values, clusterIds, { level });
    const byMedium = clusterIdsOf(
      items.map(({ key }) => key),
      { clusterOf },
    );
    const clusterings = [
      { name: 'clusters of shared media', estimate: estimateOver(byMedium) },
      { name: 'clusters of one wording', estimate: estimateOver(items.map(wordingOf)) },
    ];
    const [first, second] = clusterings as [(typeof clusterings)[0], (typeof clusterings)[0]];
    const { name, estimate } =
      second.estimate.effectiveN < first.estimate.effectiveN ? second : first;
    const method = `${estimate.interval.method}, ${name}`;
    return estimateOf(title, minus ? 'points' : unit, {
      ...estimate,
      interval: { ...estimate.interval, method },
    });
  };
}
