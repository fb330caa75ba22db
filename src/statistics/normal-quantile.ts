import { probit } from 'simple-statistics';
import { normalCumulative, normalDensity } from './normal-cumulative.ts';

/**
 * Quantile (inverse cumulative distribution) of the standard normal, to double precision.
 *
 * simple-statistics' probit is good to about 2.5e-3 only (1.9572 for .975, exact 1.9600);
 * it serves as the start that Halley's iteration on `normalCumulative` refines.
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
  let z = probit(probability);
  for (let step = 0; step < 50; step++) {
    const error = (normalCumulative(z) - probability) / normalDensity(z);
    const change = error / (1 + (z * error) / 2);
    z -= change;
    if (Math.abs(change) <= 1e-15 * Math.abs(z)) break;
  }
  return z;
}
