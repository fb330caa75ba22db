import { mean } from 'simple-statistics';
import { cautiousDesign } from './cautious-design.ts';
import { checkLevel, checkSameLength, checkScores } from './check.ts';
import { clusterTotals } from './cluster-totals.ts';
import { designEffect } from './design-effect.ts';
import type { Interval } from './interval.ts';
import type { EstimateOptions } from './mean-estimate.ts';
import { signFlipTest } from './sign-flip-test.ts';

/** Mean difference of two models on the same items. */
export interface PairedDifference {
  /** Mean of a - b. */
  readonly value: number;
  readonly n: number;
  readonly effectiveN: number;
  readonly clusters: number;
  readonly interval: Interval;
  /** Two-sided, against no difference. */
  readonly pValue: number;
  readonly pMethod: string;
}

/**
 * Mean difference between two models scored on the same items, pairs and clusters kept together.
 *
 * The interval is Bonett and Price's: two pseudo-items, one won by each model, are added
 * before the usual interval is taken, so that it has a width when the models never
 * differ. For graded scores a pseudo-item counts the root mean square of the nonzero
 * differences. Items are counted at their effective number with a cautious ICC
 * (`cautiousDesign`). The p-value is that of sign flips of whole clusters.
 *
 * Simulated coverage of the 95% interval at n = 70 and 113 with ICC .3 is 95 to 98%, the
 * p-value's false-alarm rate 2 to 3% at 5%; both err towards caution where models rarely
 * differ. At n = 20 with skewed graded differences coverage falls to 91%. With one
 * cluster the interval is the whole range.
 *
 * Source: Bonett & Price 2012, doi:10.3102/1076998611411915.
 *
 * @param a f64[items], scores of the first model in [0, 1].
 * @param b f64[items], scores of the second on the same items.
 * @param clusterIds string[items].
 * @param options level (default 0.95); resamples (default 9999) and seed (default 0) of random sign flips.
 * @returns Mean of a - b, its interval and its p-value.
 * @throws {RangeError} if a list is empty, leaves [0, 1] or has another length, or level is outside (0, 1).
 * @example
 * pairedDifference([1, 1, 1], [1, 0, 1], ['a', 'b', 'c']).value; // 1/3
 */
export function pairedDifference(
  a: readonly number[],
  b: readonly number[],
  clusterIds: readonly string[],
  options: EstimateOptions = {},
): PairedDifference {
  const level = options.level ?? 0.95;
  checkLevel('pairedDifference', level);
  checkSameLength('pairedDifference', ['a', a.length], ['b', b.length]);
  checkScores('pairedDifference', 'a', a);
  checkScores('pairedDifference', 'b', b);
  const differences = a.map((score, item) => score - b[item]!);
  const { effectiveN, clusters } = designEffect(differences, clusterIds);
  const test = signFlipTest([...clusterTotals(differences, clusterIds).sums], options);
  return {
    value: mean(differences),
    n: a.length,
    effectiveN,
    clusters,
    interval: differenceInterval(differences, clusterIds, level),
    pValue: test.pValue,
    pMethod: test.method,
  };
}

/**
 * Default interval for the mean of clustered differences in [-1, 1].
 *
 * @param differences f64[items].
 * @param clusterIds string[items].
 * @param level Nominal coverage.
 * @returns Bounds in [-1, 1] that contain the mean.
 */
export function differenceInterval(
  differences: readonly number[],
  clusterIds: readonly string[],
  level: number,
): Interval {
  if (new Set(clusterIds).size < 2) {
    return { lower: -1, upper: 1, level, method: 'whole range (one cluster)' };
  }
  const varianceKnown = differences.every((each) => Number.isInteger(each));
  const { effectiveN, critical } = cautiousDesign(differences, clusterIds, {
    level,
    varianceKnown,
  });
  const value = mean(differences);
  const squares = differences.reduce((total, each) => total + each * each, 0);
  const differing = differences.filter((each) => each !== 0).length;
  const pseudoSquare = differing === 0 ? 1 : squares / differing;
  const items = effectiveN + 2;
  const centre = (value * effectiveN) / items;
  const meanSquare = ((squares / differences.length) * effectiveN + 2 * pseudoSquare) / items;
  const half = critical * Math.sqrt((meanSquare - centre * centre) / items);
  return {
    lower: Math.max(-1, Math.min(value, centre - half)),
    upper: Math.min(1, Math.max(value, centre + half)),
    level,
    method: 'Bonett-Price on the effective n',
  };
}
