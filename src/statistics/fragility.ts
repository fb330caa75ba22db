import { checkBetween, checkCount } from './check.ts';
import { mcnemarTest } from './mcnemar-test.ts';

/** How few item outcomes a lead rests on. */
export interface Fragility {
  /** Items that only the winner got right minus those that only the other did. */
  readonly lead: number;
  /** Right answers of the winner that must turn wrong for a tie: the lead itself. */
  readonly flipsToTie: number;
  /** Right answers of the winner that must turn wrong for the other to lead. */
  readonly flipsToReversal: number;
  /** Items whose credit must move from the winner to the other for a tie or less. */
  readonly switchesToTie: number;
  /** Right answers of the winner that must turn wrong until p >= alpha; 0 where p is not below alpha as it is. */
  readonly flipsToLoseSignificance: number;
}

/**
 * Fragility of a paired comparison of right-or-wrong scores.
 *
 * A flip turns one discordant item of the winner wrong; a switch hands its credit to the
 * other model and so counts twice. Significance by the exact McNemar test, which ignores
 * clusters: with clustered items the true number is smaller still.
 *
 * Source: Walsh et al. 2014, doi:10.1016/j.jclinepi.2013.10.019 (fragility index).
 *
 * @param wins Items that only the first model got right.
 * @param losses Items that only the second got right.
 * @param options alpha (default 0.05).
 * @returns Counts, the same whichever model is named first; all but flipsToReversal are 0 for a tie.
 * @throws {RangeError} if a count is not a whole number or alpha is outside (0, 1).
 * @example
 * fragility(10, 2); // { lead: 8, flipsToTie: 8, flipsToReversal: 9, switchesToTie: 4, flipsToLoseSignificance: 1 }
 */
export function fragility(
  wins: number,
  losses: number,
  options: { readonly alpha?: number } = {},
): Fragility {
  const alpha = options.alpha ?? 0.05;
  checkCount('fragility', 'wins', wins);
  checkCount('fragility', 'losses', losses);
  checkBetween('fragility', ['alpha', alpha], [0, 1]);
  const more = Math.max(wins, losses);
  const fewer = Math.min(wins, losses);
  const lead = more - fewer;
  let flips = 0;
  while (mcnemarTest(more - flips, fewer).pValue < alpha) flips++;
  return {
    lead,
    flipsToTie: lead,
    flipsToReversal: lead + 1,
    switchesToTie: Math.ceil(lead / 2),
    flipsToLoseSignificance: flips,
  };
}
