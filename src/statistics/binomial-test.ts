import { checkCount } from './check.ts';
import type { TestResult } from './sign-flip-test.ts';

/** Outcomes whose probability exceeds the observed one's by less count as no more probable. */
const tieSlack = 1e-7;

/**
 * Exact two-sided binomial test: is the share of successes what it should be?
 *
 * The p-value is the probability of all outcomes that are no more probable than the observed
 * one, as in R's binom.test and scipy's binomtest. Trials must be independent: of clustered
 * ones test the cluster sums (`signFlipTest`). O(n) at most, for n up to 10^6 and beyond.
 *
 * Source: Clopper & Pearson 1934, doi:10.1093/biomet/26.4.404; R's binom.test (the two sides).
 *
 * @param successes Whole number in [0, n].
 * @param n Trials; 0 gives a p-value of 1.
 * @param options probability of a success under the null (default 0.5).
 * @returns Two-sided p-value with its method.
 * @throws {RangeError} if a count is not a whole number, successes exceeds n, or probability is outside [0, 1].
 * @example
 * binomialTest(9, 10).pValue; // 22 / 1024: 0, 1, 9 or 10 successes
 */
export function binomialTest(
  successes: number,
  n: number,
  options: { readonly probability?: number } = {},
): TestResult {
  const probability = options.probability ?? 0.5;
  checkArguments(successes, n, probability);
  const method = 'exact binomial test';
  if (probability === 0 || probability === 1) {
    return { pValue: successes === n * probability ? 1 : 0, method };
  }
  const mode = Math.min(n, Math.floor((n + 1) * probability));
  const observed = relativeProbability(successes, mode, n, probability);
  const below = sideSums(mode, n, probability, { observed, direction: -1 });
  const above = sideSums(mode, n, probability, { observed, direction: 1 });
  const modeIsExtreme = 1 <= observed * (1 + tieSlack);
  const extreme = below.extreme + above.extreme + (modeIsExtreme ? 1 : 0);
  const all = below.all + above.all + 1;
  // Far out the probabilities underflow; none of them is 0.
  return { pValue: Math.min(1, Math.max(Number.MIN_VALUE, extreme / all)), method };
}

/** Factor from the probability of k successes to that of k + direction. */
function stepRatio(k: number, n: number, probability: number, direction: 1 | -1): number {
  const odds = probability / (1 - probability);
  return direction === 1 ? ((n - k) / (k + 1)) * odds : k / (n - k + 1) / odds;
}

/** P(successes) / P(mode), which needs no gamma function and overflows nowhere. */
function relativeProbability(
  successes: number,
  mode: number,
  n: number,
  probability: number,
): number {
  const direction = successes < mode ? -1 : 1;
  let relative = 1;
  for (let k = mode; k !== successes && relative > 0; k += direction) {
    relative *= stepRatio(k, n, probability, direction);
  }
  return relative;
}

/** Sums of the probabilities relative to the mode's, on one side of it. */
function sideSums(
  mode: number,
  n: number,
  probability: number,
  side: { readonly observed: number; readonly direction: 1 | -1 },
): { readonly extreme: number; readonly all: number } {
  const { observed, direction } = side;
  let [extreme, all, relative] = [0, 0, 1];
  const end = direction === 1 ? n : 0;
  for (let k = mode; k !== end && relative > 0; k += direction) {
    relative *= stepRatio(k, n, probability, direction);
    all += relative;
    if (relative <= observed * (1 + tieSlack)) extreme += relative;
  }
  return { extreme, all };
}

function checkArguments(successes: number, n: number, probability: number): void {
  const caller = 'binomialTest';
  checkCount(caller, 'successes', successes);
  checkCount(caller, 'n', n);
  if (successes > n) {
    throw new RangeError(`${caller}: successes must be at most n = ${n}, got ${successes}`);
  }
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`${caller}: probability must be in [0, 1], got ${probability}`);
  }
}
