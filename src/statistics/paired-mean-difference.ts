import { mean } from 'simple-statistics';
import { checkLevel, checkSameLength, checkScores } from './check.ts';
import { designEffect } from './design-effect.ts';
import { differenceInterval } from './difference-interval.ts';
import type { Interval } from './interval.ts';
import type { EstimateOptions } from './mean-estimate.ts';

/** Mean difference of two models on the same items, with its interval. */
export interface PairedMeanDifference {
  /** Mean of a - b. */
  readonly value: number;
  readonly n: number;
  readonly effectiveN: number;
  readonly clusters: number;
  readonly interval: Interval;
}

/**
 * Mean difference between two models scored on the same items, pairs and clusters kept together:
 * `pairedDifference` for those who need no p-value, which takes most of its time.
 *
 * The interval is Bonett and Price's: two pseudo-items, one won by each model, are added
 * before the usual interval is taken, so that it has a width when the models never
 * differ. For graded scores a pseudo-item counts the root mean square of the nonzero
 * differences. Items are counted at their effective number with a cautious ICC
 * (`cautiousDesign`).
 *
 * Simulated coverage of the 95% interval at n = 70 and 113 with ICC .3 is 95 to 98%; it errs
 * towards caution where models rarely differ. At n = 20 with skewed graded differences
 * coverage falls to 91%. With one cluster the interval is the whole range.
 *
 * Source: Bonett & Price 2012, doi:10.3102/1076998611411915.
 *
 * @param a f64[items], scores of the first model in [0, 1].
 * @param b f64[items], scores of the second on the same items.
 * @param clusterIds string[items].
 * @param options level (default 0.95).
 * @returns Mean of a - b and its interval.
 * @throws {RangeError} if a list is empty, leaves [0, 1] or has another length, or level is outside (0, 1).
 * @example
 * pairedMeanDifference([1, 1, 1], [1, 0, 1], ['a', 'b', 'c']).value; // 1/3
 */
export function pairedMeanDifference(
  a: readonly number[],
  b: readonly number[],
  clusterIds: readonly string[],
  options: Pick<EstimateOptions, 'level'> = {},
): PairedMeanDifference {
  const caller = 'pairedMeanDifference';
  const level = options.level ?? 0.95;
  checkLevel(caller, level);
  checkSameLength(caller, ['a', a.length], ['b', b.length]);
  checkScores(caller, 'a', a);
  checkScores(caller, 'b', b);
  const differences = a.map((score, item) => score - b[item]!);
  const { effectiveN, clusters } = designEffect(differences, clusterIds);
  return {
    value: mean(differences),
    n: a.length,
    effectiveN,
    clusters,
    interval: differenceInterval(differences, clusterIds, level),
  };
}
