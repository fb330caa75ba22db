import { betaQuantile } from './beta-quantile.ts';

/**
 * Quantile of Student's t distribution.
 *
 * From t^2 / (df + t^2) ~ Beta(1/2, df/2), by whichever of the two tails keeps digits.
 *
 * @param probability Number in (0, 1).
 * @param degreesOfFreedom Above 0; need not be an integer.
 * @returns t with P(T <= t) = probability.
 * @throws {RangeError} if probability is outside (0, 1) or degreesOfFreedom is not positive.
 * @example
 * studentQuantile(0.975, 4); // 2.7764451051977987
 */
export function studentQuantile(probability: number, degreesOfFreedom: number): number {
  if (!(probability > 0 && probability < 1)) {
    throw new RangeError(`studentQuantile: probability must be in (0, 1), got ${probability}`);
  }
  if (!(degreesOfFreedom > 0 && Number.isFinite(degreesOfFreedom))) {
    throw new RangeError(
      `studentQuantile: degreesOfFreedom must be positive, got ${degreesOfFreedom}`,
    );
  }
  if (probability < 0.5) return -studentQuantile(1 - probability, degreesOfFreedom);
  const twoTails = 2 * (1 - probability);
  if (twoTails < 0.5) {
    const share = betaQuantile(twoTails, degreesOfFreedom / 2, 0.5);
    return Math.sqrt(degreesOfFreedom * ((1 - share) / share));
  }
  const share = betaQuantile(1 - twoTails, 0.5, degreesOfFreedom / 2);
  return Math.sqrt(degreesOfFreedom * (share / (1 - share)));
}
