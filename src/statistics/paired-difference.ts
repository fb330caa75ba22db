import { clusterTotals } from './cluster-totals.ts';
import type { EstimateOptions } from './mean-estimate.ts';
import { type PairedMeanDifference, pairedMeanDifference } from './paired-mean-difference.ts';
import { signFlipTest } from './sign-flip-test.ts';

/** Mean difference of two models on the same items, with its interval and a test. */
export interface PairedDifference extends PairedMeanDifference {
  /** Two-sided, against no difference. */
  readonly pValue: number;
  readonly pMethod: string;
}

/**
 * Mean difference between two models scored on the same items, with its interval
 * (`pairedMeanDifference`) and the p-value of sign flips of whole clusters.
 *
 * The p-value's simulated false-alarm rate at n = 70 and 113 with ICC .3 is 2 to 3% at 5%; it
 * errs towards caution where models rarely differ.
 *
 * @param a f64[items], scores of the first model in [0, 1].
 * @param b f64[items], scores of the second on the same items.
 * @param clusterIds string[items].
 * @param options level (default 0.95); resamples (default 9999) and seed (default 0) of random sign flips.
 * @returns Mean of a - b, its interval and its p-value.
 * @throws {RangeError} if a list is empty, leaves [0, 1] or has another length, or level is outside (0, 1).
 * @example
 * pairedDifference([1, 1, 1], [1, 0, 1], ['a', 'b', 'c']).pValue; // 1: one item alone differs
 */
export function pairedDifference(
  a: readonly number[],
  b: readonly number[],
  clusterIds: readonly string[],
  options: EstimateOptions = {},
): PairedDifference {
  const measured = pairedMeanDifference(a, b, clusterIds, options);
  const differences = a.map((score, item) => score - b[item]!);
  const test = signFlipTest([...clusterTotals(differences, clusterIds).sums], options);
  return { ...measured, pValue: test.pValue, pMethod: test.method };
}
