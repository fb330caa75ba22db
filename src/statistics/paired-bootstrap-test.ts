import { checkResamples, checkSameLength, checkValues } from './check.ts';
import { clusterTotals } from './cluster-totals.ts';
import { resampleSums } from './resample-sums.ts';
import type { TestResult } from './sign-flip-test.ts';

/**
 * Paired cluster bootstrap test of two models on the same items.
 *
 * Clusters of differences are drawn; p = (1 + resamples whose difference is as far from
 * the observed one as that is from 0) / (B + 1). Common in language evaluation and
 * anti-conservative for few clusters: `signFlipTest` holds its level.
 *
 * Source: Koehn 2004, https://aclanthology.org/W04-3250 (bootstrap for system comparison).
 *
 * @param a f64[items], scores of the first model.
 * @param b f64[items], scores of the second on the same items.
 * @param clusterIds string[items].
 * @param options resamples (default 9999), seed (default 0).
 * @returns Two-sided p-value with its method.
 * @throws {RangeError} if a list is empty, holds NaN or has another length, or resamples is not a positive integer.
 */
export function pairedBootstrapTest(
  a: readonly number[],
  b: readonly number[],
  clusterIds: readonly string[],
  options: { readonly resamples?: number; readonly seed?: number } = {},
): TestResult {
  const { resamples = 9999, seed = 0 } = options;
  checkResamples('pairedBootstrapTest', resamples);
  checkSameLength('pairedBootstrapTest', ['a', a.length], ['b', b.length]);
  checkValues('pairedBootstrapTest', 'a', a);
  checkValues('pairedBootstrapTest', 'b', b);
  const differences = a.map((score, item) => score - b[item]!);
  const { sums, sizes } = clusterTotals(differences, clusterIds);
  const observed = sums.reduce((sum, each) => sum + each, 0) / a.length;
  const [numerators, denominators] = resampleSums([sums, sizes], { resamples, seed });
  const threshold = Math.abs(observed) * (1 - 1e-12);
  let extreme = 0;
  for (const [index, sum] of numerators!.entries()) {
    if (Math.abs(sum / denominators![index]! - observed) >= threshold) extreme++;
  }
  return {
    pValue: (1 + extreme) / (resamples + 1),
    method: `paired cluster bootstrap (B = ${resamples})`,
  };
}
