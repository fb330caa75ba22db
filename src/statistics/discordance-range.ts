import { checkProportion } from './check.ts';

/** The least and the most that two models can differ, given their scores. */
export interface DiscordanceRange {
  readonly lower: number;
  readonly upper: number;
}

/**
 * Shares of items on which two models can differ, given only their scores on the same items.
 *
 * Of right-or-wrong scores a and b: at least |a - b| (the worse is right nowhere alone), at most
 * min(a + b, 2 - a - b) (both are right, or wrong, as seldom as can be). Of graded scores in
 * [0, 1] the mean square of the differences takes its place: the same upper bound holds, since a
 * square is no larger than its root there, and the lower one is (a - b)^2, where every item
 * differs alike.
 *
 * @param first Score in [0, 1].
 * @param second Score in [0, 1] on the same items.
 * @param options graded: whether an item's score can lie between 0 and 1 (default false).
 * @throws {RangeError} if a score is outside [0, 1].
 * @example
 * discordanceRange(0.7566, 0.6821); // { lower: 0.0745, upper: 0.5613 }
 */
export function discordanceRange(
  first: number,
  second: number,
  options: { readonly graded?: boolean } = {},
): DiscordanceRange {
  checkProportion('discordanceRange', first, 1);
  checkProportion('discordanceRange', second, 1);
  const difference = Math.abs(first - second);
  const upper = Math.min(first + second, 2 - first - second);
  return { lower: options.graded ? difference ** 2 : difference, upper };
}
