import { incompleteBeta } from './incomplete-beta.ts';

/**
 * Quantile of the Beta(a, b) distribution, by bisection on `incompleteBeta`.
 *
 * Bisection runs until neighbouring doubles are met: slower than Newton, and it
 * can't leave [0, 1] or stall for shapes below 1. About 60 evaluations.
 *
 * @param probability Number in [0, 1].
 * @param a First shape, above 0.
 * @param b Second shape, above 0.
 * @returns x with P(Beta(a, b) <= x) = probability.
 * @throws {RangeError} if probability is outside [0, 1] or a shape is not positive.
 * @example
 * betaQuantile(0.025, 102, 12); // 0.8324962530883741, Clopper-Pearson's lower bound for 102 of 113
 */
export function betaQuantile(probability: number, a: number, b: number): number {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`betaQuantile: probability must be in [0, 1], got ${probability}`);
  }
  let low = 0;
  let high = 1;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (incompleteBeta(middle, a, b) < probability) low = middle;
    else high = middle;
  }
}
