import { checkProbabilities } from './check.ts';

/**
 * Benjamini and Hochberg's step-up adjusted p-values: comparing each with q keeps the
 * expected share of false claims among those made at q, for independent or positively
 * dependent tests. For long lists of findings; for a few claims use `holmAdjusted`.
 *
 * Source: Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x.
 *
 * @param pValues f64[tests], in any order.
 * @returns f64[tests], adjusted, in the same order; empty for none.
 * @throws {RangeError} if a p-value is outside [0, 1] or NaN.
 * @example
 * benjaminiHochbergAdjusted([0.01, 0.04, 0.03]); // [0.03, 0.04, 0.04]
 */
export function benjaminiHochbergAdjusted(pValues: readonly number[]): number[] {
  checkProbabilities('benjaminiHochbergAdjusted', pValues);
  const falling = [...pValues.keys()].sort((a, b) => pValues[b]! - pValues[a]!);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let smallest = 1;
  for (const [rank, index] of falling.entries()) {
    smallest = Math.min(smallest, (falling.length / (falling.length - rank)) * pValues[index]!);
    adjusted[index] = smallest;
  }
  return adjusted;
}
