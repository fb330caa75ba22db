import { incompleteBeta, logBeta } from './incomplete-beta.ts';

/**
 * Quantile of the Beta(a, b) distribution: Newton's iteration on `incompleteBeta`, with a
 * bisection wherever a step would leave the bracket that the signs have proved so far.
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
  if (probability === 0 || probability === 1) return probability;
  const scale = logBeta(a, b);
  let low = 0;
  let high = 1;
  let x = a / (a + b);
  // Newton takes about ten steps; bisection down to the smallest double at most 1,100.
  for (let step = 0; step < 2000; step++) {
    const error = incompleteBeta(x, a, b) - probability;
    if (error < 0) low = x;
    else high = x;
    const density = Math.exp((a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x) - scale);
    const newton = x - error / density;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - x) <= 2 * Number.EPSILON * x) return next;
    x = next;
  }
  return x;
}
