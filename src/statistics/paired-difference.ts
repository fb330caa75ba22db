import { checkLevel, checkSameLength, checkValues } from './check.ts';
import { clusterRobustError } from './cluster-robust-error.ts';
import { clusterTotals } from './cluster-totals.ts';
import { designEffect } from './design-effect.ts';
import type { Interval } from './interval.ts';
import type { EstimateOptions } from './mean-estimate.ts';
import { signFlipTest } from './sign-flip-test.ts';
import { studentQuantile } from './student-quantile.ts';

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
 * @param a f64[items], scores of the first model.
 * @param b f64[items], scores of the second on the same items.
 * @param clusterIds string[items].
 * @param options level (default 0.95); resamples (default 9999) and seed (default 0) of random sign flips.
 * @returns Mean of a - b, its interval and its p-value.
 * @throws {RangeError} if a list is empty, holds NaN or has another length, or level is outside (0, 1).
 */
export function pairedDifference(
  a: readonly number[],
  b: readonly number[],
  clusterIds: readonly string[],
  options: EstimateOptions = {},
): PairedDifference {
  const level = options.level ?? 0.95;
  checkLevel('pairedDifference', level);
  checkSameLength(
    'pairedDifference',
    { name: 'a', length: a.length },
    { name: 'b', length: b.length },
  );
  checkValues('pairedDifference', 'a', a);
  checkValues('pairedDifference', 'b', b);
  const differences = a.map((score, item) => score - b[item]!);
  const { effectiveN, clusters } = designEffect(differences, clusterIds);
  const n = a.length;
  const value = differences.reduce((total, each) => total + each, 0) / n;
  const test = signFlipTest([...clusterTotals(differences, clusterIds).sums], options);
  const half =
    clusters < 2
      ? 1
      : studentQuantile(0.5 + level / 2, clusters - 1) *
        clusterRobustError(differences, clusterIds);
  return {
    value,
    n,
    effectiveN,
    clusters,
    interval: { lower: value - half, upper: value + half, level, method: 'cluster-robust t' },
    pValue: test.pValue,
    pMethod: test.method,
  };
}
