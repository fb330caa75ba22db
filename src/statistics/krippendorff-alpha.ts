import { type ChanceCorrected, coefficientValue, margin, type Sums } from './chance-corrected.ts';
import { checkRatings, ratingsOf, ratingTable } from './rating-table.ts';

/** What the numbers of a rating mean, and so how far two of them are apart. */
export type MeasurementLevel = 'nominal' | 'ordinal' | 'interval' | 'ratio';

/**
 * Krippendorff's alpha: reliability of any number of raters, any of whose ratings may be missing.
 *
 * 1 - D_o / D_e. D_o averages the squared difference of the ratings of one unit, each unit's pairs
 * weighted by 1 / (ratings - 1); D_e that of all ratings. Differences: nominal 0 or 1, interval
 * c - k, ratio (c - k) / (c + k), and ordinal how many ratings lie between, which is the
 * difference of mid-ranks. Units with one rating are left out. Take 'interval' for points.
 *
 * Sources: Krippendorff 2004, Content Analysis, 11.3; Krippendorff 2011, Computing
 * Krippendorff's alpha-reliability, https://repository.upenn.edu/asc_papers/43.
 *
 * @param ratings number[units][raters], null where a rating is missing.
 * @param options level: what the numbers mean.
 * @returns Alpha, at most 1; undefined where ratings do not vary or no unit has two.
 * @throws {RangeError} if a rating is not finite, or negative at level 'ratio'.
 * @example
 * krippendorffAlpha([[1, 1], [2, 2], [1, 2]], { level: 'nominal' }); // 1 - (1/3) / (18/30) = 4/9
 */
export function krippendorffAlpha(
  ratings: readonly (readonly (number | null)[])[],
  options: { readonly level: MeasurementLevel },
): number | undefined {
  checkRatings('krippendorffAlpha', ratings);
  const paired = ratings.map(ratingsOf).filter(({ length }) => length > 1);
  const { level } = options;
  if (level !== 'ordinal') return coefficientValue(krippendorffSums(paired, level));
  return coefficientValue(krippendorffSums(midRanks(paired), 'interval'));
}

/** Alpha from sums over units that have two ratings or more. */
export function krippendorffSums(
  ratings: readonly (readonly number[])[],
  level: Exclude<MeasurementLevel, 'ordinal'>,
): ChanceCorrected {
  const within = (difference: Difference): Float64Array =>
    Float64Array.from(ratings, (row) => meanDifference(row, difference));
  if (level === 'interval') return momentSums(ratings, within(squaredDistance));
  const difference = level === 'nominal' ? unequal : squaredRatio;
  const { categories, counts } = ratingTable('krippendorffAlpha', ratings);
  if (level === 'ratio' && categories[0]! < 0) {
    throw new RangeError(
      `krippendorffAlpha: ratios need ratings from 0 on, got ${categories[0]}; take level 'interval'`,
    );
  }
  const end = 1 + counts.length;
  const n = (sums: Sums): number => margin(sums, 1, end).total;
  return {
    columns: [within(difference), ...counts],
    observed: (sums) => sums[0]! / n(sums),
    expected: (sums) => {
      const { total, squares } = margin(sums, 1, end);
      const pairs = level === 'nominal' ? total ** 2 - squares : ratioSum(sums, categories);
      return pairs / (total * (total - 1));
    },
  };
}

type Difference = (one: number, other: number) => number;

function unequal(one: number, other: number): number {
  return one === other ? 0 : 1;
}

function squaredDistance(one: number, other: number): number {
  return (one - other) ** 2;
}

function squaredRatio(one: number, other: number): number {
  return one === other ? 0 : ((one - other) / (one + other)) ** 2;
}

/** Sum over a unit's ordered pairs of ratings, over one less than its ratings. */
function meanDifference(row: readonly number[], difference: Difference): number {
  let sum = 0;
  for (const [index, one] of row.entries()) {
    for (let other = 0; other < index; other++) sum += difference(one, row[other]!);
  }
  return (2 * sum) / (row.length - 1);
}

/** Squared ratios summed over all ordered pairs of ratings, from the counts of the categories. */
function ratioSum(sums: Sums, categories: readonly number[]): number {
  let sum = 0;
  for (const [index, one] of categories.entries()) {
    for (let other = 0; other < index; other++) {
      sum += 2 * sums[1 + index]! * sums[1 + other]! * squaredRatio(one, categories[other]!);
    }
  }
  return sum;
}

/** Squared distances need no counts: summed over all ordered pairs they are 2 n sum x^2 - 2 (sum x)^2. */
function momentSums(
  ratings: readonly (readonly number[])[],
  within: Float64Array,
): ChanceCorrected {
  // Distances don't depend on the origin; one of the ratings loses the fewest digits.
  const origin = ratings[0]?.[0] ?? 0;
  const column = (of: (rating: number) => number): Float64Array =>
    Float64Array.from(ratings, (row) => row.reduce((sum, each) => sum + of(each - origin), 0));
  return {
    columns: [within, column(() => 1), column((x) => x), column((x) => x * x)],
    observed: (sums) => sums[0]! / sums[1]!,
    expected: (sums) => {
      const [n, sum, squares] = [sums[1]!, sums[2]!, sums[3]!];
      const pairs = 2 * n * squares - 2 * sum ** 2;
      // Below this the difference is rounding, not spread.
      return pairs > 1e-12 * n * squares ? pairs / (n * (n - 1)) : 0;
    },
  };
}

/** Ratings replaced by the mean place of their equals among all ratings. */
function midRanks(ratings: readonly (readonly number[])[]): number[][] {
  const { categories, counts } = ratingTable('krippendorffAlpha', ratings);
  const rankOf = new Map<number, number>();
  let below = 0;
  for (const [place, category] of categories.entries()) {
    const count = counts[place]!.reduce((sum, each) => sum + each, 0);
    rankOf.set(category, below + count / 2);
    below += count;
  }
  return ratings.map((row) => row.map((rating) => rankOf.get(rating)!));
}
