import { checkCount } from './check.ts';
import { incompleteBeta } from './incomplete-beta.ts';
import type { TestResult } from './sign-flip-test.ts';

/**
 * McNemar's test of two models on the same independent items: of the items that only
 * one of them got right, is either's share surprising?
 *
 * `exact` is the two-sided binomial test, conservative; `mid-p` counts half of the
 * observed outcome's probability and comes close to alpha. With clustered items use
 * `signFlipTest`, which equals `exact` for single items.
 *
 * Sources: McNemar 1947, doi:10.1007/BF02295996; Fagerland, Lydersen & Laake 2013,
 * doi:10.1186/1471-2288-13-91 (mid-p).
 *
 * @param wins Items that only the first model got right.
 * @param losses Items that only the second got right.
 * @param options variant (default 'exact').
 * @returns Two-sided p-value; 1 without discordant items.
 * @throws {RangeError} if a count is not a whole number.
 * @example
 * mcnemarTest(10, 2).pValue; // 0.03857
 */
export function mcnemarTest(
  wins: number,
  losses: number,
  options: { readonly variant?: 'exact' | 'mid-p' } = {},
): TestResult {
  checkCount('mcnemarTest', 'wins', wins);
  checkCount('mcnemarTest', 'losses', losses);
  const variant = options.variant ?? 'exact';
  const pValue = variant === 'exact' ? exactP(wins, losses) : midP(wins, losses);
  return { pValue, method: variant === 'exact' ? 'McNemar, exact' : 'McNemar, mid-p' };
}

function exactP(wins: number, losses: number): number {
  return Math.min(1, 2 * atMost(Math.min(wins, losses), wins + losses));
}

function midP(wins: number, losses: number): number {
  const fewer = Math.min(wins, losses);
  const discordant = wins + losses;
  if (discordant === 0) return 1;
  const exactly = atMost(fewer, discordant) - atMost(fewer - 1, discordant);
  return wins === losses ? 1 - exactly / 2 : 2 * atMost(fewer, discordant) - exactly;
}

/** P(X <= count) for X binomial with chance 1/2. */
function atMost(count: number, n: number): number {
  if (count < 0) return 0;
  return count >= n ? 1 : incompleteBeta(0.5, n - count, count + 1);
}
