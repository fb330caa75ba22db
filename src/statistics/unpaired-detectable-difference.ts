import { checkBetween } from './check.ts';
import { normalQuantile } from './normal-quantile.ts';

/**
 * Minimum detectable difference of two proportions on different items, n each.
 *
 * (z_a + z_b) sqrt(2 p (1 - p) / n), the normal approximation. Answers on the same items
 * need fewer: `pairedDetectableDifference`.
 *
 * Source: Fleiss, Levin & Paik 2003, Statistical Methods for Rates and Proportions, 4.
 *
 * @param options effectiveN a group; proportion p in (0, 1); alpha two-sided (default 0.05); power in [0.5, 1) (default 0.8).
 * @returns The difference as a proportion.
 * @throws {RangeError} if an option is out of range.
 */
export function unpairedDetectableDifference(options: {
  readonly effectiveN: number;
  readonly proportion: number;
  readonly alpha?: number;
  readonly power?: number;
}): number {
  const { effectiveN, proportion, alpha = 0.05, power = 0.8 } = options;
  const caller = 'unpairedDetectableDifference';
  checkBetween(caller, ['effectiveN', effectiveN], [0, Number.POSITIVE_INFINITY]);
  checkBetween(caller, ['proportion', proportion], [0, 1]);
  checkBetween(caller, ['alpha', alpha], [0, 1]);
  checkBetween(caller, ['power', power], [0.5 - Number.EPSILON, 1]);
  const critical = normalQuantile(1 - alpha / 2) + normalQuantile(power);
  return critical * Math.sqrt((2 * proportion * (1 - proportion)) / effectiveN);
}
