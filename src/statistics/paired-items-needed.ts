import { checkBetween } from './check.ts';
import { normalQuantile } from './normal-quantile.ts';

/**
 * Items that a paired comparison needs to find a difference with the wanted power.
 *
 * n = ((z_a sqrt(psi) + z_b sqrt(psi - delta^2)) / delta)^2, rounded up: the inverse of
 * `pairedDetectableDifference`. For graded scores psi is the mean square of the differences.
 *
 * Source: Connor 1987, doi:10.2307/2531961.
 *
 * @param options difference delta in (0, 1]; discordance psi, at least delta^2 and at most 1;
 *   alpha two-sided (default 0.05); power in [0.5, 1) (default 0.8).
 * @returns Independent items; of clustered ones it takes more.
 * @throws {RangeError} if an option is out of range.
 * @example
 * pairedItemsNeeded({ difference: 0.1166, discordance: 0.2 }); // 113
 */
export function pairedItemsNeeded(options: {
  readonly difference: number;
  readonly discordance: number;
  readonly alpha?: number;
  readonly power?: number;
}): number {
  const { difference, discordance, alpha = 0.05, power = 0.8 } = options;
  const caller = 'pairedItemsNeeded';
  checkBetween(caller, ['difference', difference], [0, 1 + Number.EPSILON]);
  checkBetween(caller, ['discordance', discordance], [0, 1 + Number.EPSILON]);
  checkBetween(caller, ['alpha', alpha], [0, 1]);
  checkBetween(caller, ['power', power], [0.5 - Number.EPSILON, 1]);
  const variance = discordance - difference ** 2;
  if (variance < -1e-12) {
    throw new RangeError(
      `${caller}: discordance ${discordance} is below the square of difference ${difference}; no two lists of scores are so`,
    );
  }
  const noise =
    normalQuantile(1 - alpha / 2) * Math.sqrt(discordance) +
    normalQuantile(power) * Math.sqrt(Math.max(0, variance));
  return Math.max(1, Math.ceil((noise / difference) ** 2 - 1e-9));
}
