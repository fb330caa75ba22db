import { type ChanceCorrected, coefficientValue, margin } from './chance-corrected.ts';
import {
  agreeingPairs,
  checkRatings,
  type RatingTable,
  ratingsOf,
  ratingTable,
} from './rating-table.ts';

/**
 * Gwet's AC1: agreement of two or more raters on categories beyond chance, which keeps its
 * meaning where one category prevails and kappa falls to 0 despite agreement.
 *
 * (p_a - p_e) / (1 - p_e), with p_a the mean share of agreeing pairs over the units that have two
 * ratings, p_e = sum of pi_k (1 - pi_k) / (q - 1), and pi_k the mean over all rated units of
 * category k's share of a unit's ratings. q counts the categories: name those that nobody chose.
 *
 * Source: Gwet 2008, doi:10.1348/000711006X126600.
 *
 * @param ratings number[units][raters], null where a rating is missing.
 * @param options categories: all there are (default: those that occur).
 * @returns AC1, at most 1; undefined where only one category was chosen or no unit has two ratings.
 * @throws {RangeError} if a rating is not finite, or none of the categories.
 * @example
 * gwetAc1([[1, 1], [1, 1], [1, 1], [1, 0]]); // pi = 7/8: (3/4 - 7/32) / (1 - 7/32) = 0.68
 */
export function gwetAc1(
  ratings: readonly (readonly (number | null)[])[],
  options: { readonly categories?: readonly number[] } = {},
): number | undefined {
  checkRatings('gwetAc1', ratings);
  const rated = ratings.map(ratingsOf).filter(({ length }) => length > 0);
  return coefficientValue(gwetSums(ratingTable('gwetAc1', rated, options.categories)));
}

/** AC1 from the sums over rated units of agreement, of having two ratings and of each category's share. */
export function gwetSums(table: RatingTable): ChanceCorrected {
  const { counts, sizes } = table;
  const paired = sizes.map((size) => (size < 2 ? 0 : 1));
  const shares = counts.map((column) => column.map((count, unit) => count / sizes[unit]!));
  const end = 2 + shares.length;
  return {
    columns: [agreeingPairs(table), paired, ...shares],
    observed: (sums) => 1 - sums[0]! / sums[1]!,
    expected: (sums) => {
      const { total, squares } = margin(sums, 2, end);
      // sum of pi (1 - pi): 0 where only one category was chosen.
      const spread = 1 - squares / total ** 2;
      const isDefined = spread > 1e-12 && sums[1]! > 0;
      return isDefined ? 1 - spread / (shares.length - 1) : 0;
    },
  };
}
