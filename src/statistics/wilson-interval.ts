import { checkLevel, checkProportion } from './check.ts';
import type { Interval } from './interval.ts';
import { normalQuantile } from './normal-quantile.ts';

/**
 * Wilson score interval for a proportion.
 *
 * Mean coverage is close to nominal from a handful of items on, also near 0 and 1,
 * where the usual p +- z se collapses. The coverage at a single p may fall a little
 * below nominal; Clopper-Pearson's never does and is wider.
 *
 * Sources: Wilson 1927, doi:10.1080/01621459.1927.10502953; Brown, Cai & DasGupta
 * 2001, doi:10.1214/ss/1009213286.
 *
 * @param successes Number in [0, n]; need not be an integer.
 * @param n Number of items, or their effective number, above 0.
 * @param options level (default 0.95).
 * @returns Bounds of the proportion.
 * @throws {RangeError} if successes is outside [0, n], n is not positive, or level is outside (0, 1).
 * @example
 * wilsonInterval(63, 70); // { lower: 0.8077, upper: 0.9507, … }
 */
export function wilsonInterval(
  successes: number,
  n: number,
  options: { readonly level?: number } = {},
): Interval {
  const level = options.level ?? 0.95;
  checkLevel('wilsonInterval', level);
  checkProportion('wilsonInterval', successes, n);
  const bounds = wilsonBounds(successes / n, n, normalQuantile(0.5 + level / 2));
  return { ...bounds, level, method: 'Wilson' };
}

/** Wilson's bounds for a proportion seen in n items, with the critical value to use. */
export function wilsonBounds(
  proportion: number,
  n: number,
  critical: number,
): { lower: number; upper: number } {
  const square = (critical * critical) / n;
  const centre = (proportion + square / 2) / (1 + square);
  const half =
    Math.sqrt(square * proportion * (1 - proportion) + (square * square) / 4) / (1 + square);
  // At the ends the bound is 0 or 1 exactly; rounding would miss it by an ulp.
  return {
    lower: proportion === 0 ? 0 : Math.max(0, centre - half),
    upper: proportion === 1 ? 1 : Math.min(1, centre + half),
  };
}
