import { betaQuantile } from './beta-quantile.ts';
import { checkLevel, checkProportion } from './check.ts';
import type { Interval } from './interval.ts';

/**
 * Clopper-Pearson ("exact") interval for a proportion.
 *
 * Its coverage is never below nominal and usually above it: the interval to quote
 * when a claim must hold. With an effective n it is Korn and Graubard's interval for
 * clustered data.
 *
 * Sources: Clopper & Pearson 1934, doi:10.1093/biomet/26.4.404; Korn & Graubard 1998,
 * Survey Methodology 24:193.
 *
 * @param successes Number in [0, n]; need not be an integer.
 * @param n Number of items, or their effective number, above 0.
 * @param options level (default 0.95).
 * @returns Bounds of the proportion.
 * @throws {RangeError} if successes is outside [0, n], n is not positive, or level is outside (0, 1).
 * @example
 * clopperPearsonInterval(63, 70); // { lower: 0.8048, upper: 0.9588, … }
 */
export function clopperPearsonInterval(
  successes: number,
  n: number,
  options: { readonly level?: number } = {},
): Interval {
  const level = options.level ?? 0.95;
  checkLevel('clopperPearsonInterval', level);
  checkProportion('clopperPearsonInterval', successes, n);
  const tail = (1 - level) / 2;
  return {
    lower: successes === 0 ? 0 : betaQuantile(tail, successes, n - successes + 1),
    upper: successes === n ? 1 : betaQuantile(1 - tail, successes + 1, n - successes),
    level,
    method: 'Clopper-Pearson',
  };
}
