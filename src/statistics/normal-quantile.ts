import { normalCumulative, normalDensity } from './normal-cumulative.ts';

/**
 * Quantile (inverse cumulative distribution) of the standard normal, to double precision.
 *
 * Newton's iteration on the logarithm of `normalCumulative`, which is concave: from a
 * start left of the root it rises to it and can't overshoot. simple-statistics' probit
 * gives 1.9572 for .975 (exact 1.9600), which would show in every interval.
 *
 * @param probability Number in [0, 1]; the ends give infinities.
 * @returns z with P(Z <= z) = probability.
 * @throws {RangeError} if probability is outside [0, 1] or NaN.
 * @example
 * normalQuantile(0.975); // 1.959963984540054
 */
export function normalQuantile(probability: number): number {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`normalQuantile: probability must be in [0, 1], got ${probability}`);
  }
  if (probability === 0) return Number.NEGATIVE_INFINITY;
  if (probability === 1) return Number.POSITIVE_INFINITY;
  if (probability === 0.5) return 0;
  // The lower half keeps the digits of small probabilities.
  if (probability > 0.5) return -normalQuantile(1 - probability);
  // P(Z <= -x) < exp(-x^2 / 2), so this start is left of the root.
  let z = -Math.sqrt(-2 * Math.log(probability));
  for (let step = 0; step < 100; step++) {
    const below = normalCumulative(z);
    const change = (Math.log(probability / below) * below) / normalDensity(z);
    z += change;
    if (Math.abs(change) <= 1e-15 * Math.abs(z)) break;
  }
  return z;
}
