import { checkProbabilities } from './check.ts';

/**
 * Holm's step-down adjusted p-values: comparing each with alpha keeps the chance of even
 * one false claim in the family at alpha, whatever the dependence.
 *
 * Source: Holm 1979, https://www.jstor.org/stable/4615733.
 *
 * @param pValues f64[comparisons], in any order.
 * @returns f64[comparisons], adjusted, in the same order; empty for none.
 * @throws {RangeError} if a p-value is outside [0, 1] or NaN.
 * @example
 * holmAdjusted([0.01, 0.04, 0.03]); // [0.03, 0.06, 0.06]
 */
export function holmAdjusted(pValues: readonly number[]): number[] {
  checkProbabilities('holmAdjusted', pValues);
  const order = [...pValues.keys()].sort((a, b) => pValues[a]! - pValues[b]!);
  const adjusted = new Array<number>(pValues.length).fill(1);
  let largest = 0;
  for (const [rank, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (order.length - rank) * pValues[index]!));
    adjusted[index] = largest;
  }
  return adjusted;
}
