import { checkBetween } from './check.ts';
import { normalQuantile } from './normal-quantile.ts';

/** The smallest paired difference that a test would find with the wanted power. */
export interface DetectableDifference {
  /** By the normal approximation, as a proportion. */
  readonly difference: number;
  /** False where the difference exceeds the discordance: then no difference is detectable by the approximation. */
  readonly detectable: boolean;
}

/**
 * Minimum detectable difference of two models on the same right-or-wrong items.
 *
 * delta = (z_a sqrt(psi) + z_b sqrt(psi - delta^2)) / sqrt(n), solved for delta. No
 * difference can exceed the discordance psi, the share of items that only one model
 * gets right: where delta would, even psi - delta = 0 does not reach the power, and
 * `detectable` is false.
 *
 * Source: Connor 1987, doi:10.2307/2531961.
 *
 * @param options effectiveN: items, or their effective number; discordance psi in (0, 1];
 *   alpha two-sided (default 0.05); power in [0.5, 1) (default 0.8).
 * @returns The difference and whether it can occur.
 * @throws {RangeError} if an option is out of range.
 * @example
 * pairedDetectableDifference({ effectiveN: 113, discordance: 0.2 }); // { difference: 0.1166, detectable: true }
 */
export function pairedDetectableDifference(options: {
  readonly effectiveN: number;
  readonly discordance: number;
  readonly alpha?: number;
  readonly power?: number;
}): DetectableDifference {
  const { effectiveN, discordance, alpha = 0.05, power = 0.8 } = options;
  const caller = 'pairedDetectableDifference';
  checkBetween(caller, ['effectiveN', effectiveN], [0, Number.POSITIVE_INFINITY]);
  checkBetween(caller, ['discordance', discordance], [0, 1 + Number.EPSILON]);
  checkBetween(caller, ['alpha', alpha], [0, 1]);
  checkBetween(caller, ['power', power], [0.5 - Number.EPSILON, 1]);
  const zAlpha = normalQuantile(1 - alpha / 2);
  const zPower = normalQuantile(power);
  // Squaring gives (n + z_b^2) delta^2 - 2 z_a sqrt(psi n) delta + psi (z_a^2 - z_b^2) = 0.
  const leading = effectiveN + zPower ** 2;
  const half = zAlpha * Math.sqrt(discordance * effectiveN);
  const rest = discordance * (zAlpha ** 2 - zPower ** 2);
  const root = half ** 2 - leading * rest;
  const difference = root < 0 ? Number.POSITIVE_INFINITY : (half + Math.sqrt(root)) / leading;
  return { difference, detectable: difference <= discordance };
}
