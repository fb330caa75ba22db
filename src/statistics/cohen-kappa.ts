import { type ChanceCorrected, coefficientValue, margin, type Sums } from './chance-corrected.ts';
import { checkSameLength } from './check.ts';
import { checkRatings, ratingTable } from './rating-table.ts';

/** How far apart two ratings are: 0 or 1; by their distance; by its square. */
export type KappaWeights = 'none' | 'linear' | 'quadratic';

/**
 * Cohen's kappa of two raters, plain or weighted: agreement beyond what their two
 * distributions of ratings give by chance.
 *
 * 1 - sum w O / sum w E with w = 1 for unequal ratings, |a - b|, or (a - b)^2 (the usual division
 * by the widest distance cancels). Ratings stand for themselves; where `categories` names them in
 * order, their places count instead. Take weights for grades in order.
 *
 * Sources: Cohen 1960, doi:10.1177/001316446002000104; Cohen 1968, doi:10.1037/h0026256 (weights).
 *
 * @param a f64[units], ratings of one rater.
 * @param b f64[units], ratings of the other.
 * @param options weights (default 'none'); categories: all there are, in order.
 * @returns Kappa, at most 1; undefined where both raters chose one and the same category, or there is no unit.
 * @throws {RangeError} if lengths differ, a rating is not finite, or none of the categories.
 * @example
 * cohenKappa([1, 1, 0, 0], [1, 0, 0, 0]); // (3/4 - 1/2) / (1 - 1/2) = 0.5
 */
export function cohenKappa(
  a: readonly number[],
  b: readonly number[],
  options: { readonly weights?: KappaWeights; readonly categories?: readonly number[] } = {},
): number | undefined {
  const caller = 'cohenKappa';
  const { weights = 'none', categories } = options;
  checkSameLength(caller, ['a', a.length], ['b', b.length]);
  const pairs = a.map((rating, unit) => [rating, b[unit]!] as const);
  checkRatings(caller, pairs);
  if (!categories) return coefficientValue(cohenSums(pairs, weights));
  // Refuses what is none of the categories.
  ratingTable(caller, pairs, categories);
  const place = new Map(categories.map((category, index) => [category, index]));
  const places = pairs.map(([first, second]) => [place.get(first)!, place.get(second)!] as const);
  return coefficientValue(cohenSums(places, weights));
}

/** Kappa from sums over units: of moments for quadratic weights, else of both raters' counts. */
export function cohenSums(
  pairs: readonly (readonly [number, number])[],
  weights: KappaWeights,
): ChanceCorrected {
  if (weights === 'quadratic') return momentSums(pairs);
  const distance = weights === 'none' ? unequal : apart;
  const first = ratingTable(
    'cohenKappa',
    pairs.map(([rating]) => [rating]),
    categoriesOf(pairs),
  );
  const second = ratingTable(
    'cohenKappa',
    pairs.map(([, rating]) => [rating]),
    first.categories,
  );
  const q = first.categories.length;
  const units = (sums: Sums): number => margin(sums, 1, 1 + q).total;
  return {
    columns: [
      Float64Array.from(pairs, ([one, other]) => distance(one, other)),
      ...first.counts,
      ...second.counts,
    ],
    observed: (sums) => sums[0]! / units(sums),
    expected: (sums) => {
      const n = units(sums);
      return weights === 'none'
        ? 1 - productSum(sums, q) / n ** 2
        : expectedDistance(sums, first.categories, n);
    },
  };
}

function categoriesOf(pairs: readonly (readonly [number, number])[]): number[] {
  return [...new Set(pairs.flat())].sort((a, b) => a - b);
}

function unequal(one: number, other: number): number {
  return one === other ? 0 : 1;
}

function apart(one: number, other: number): number {
  return Math.abs(one - other);
}

/** Sum over categories of the product of both counts. */
function productSum(sums: Sums, q: number): number {
  let sum = 0;
  for (let place = 1; place <= q; place++) sum += sums[place]! * sums[place + q]!;
  return sum;
}

/** Mean |a - b| of independent ratings: between neighbours lie all pairs with one rating on each side. */
function expectedDistance(sums: Sums, categories: readonly number[], n: number): number {
  const q = categories.length;
  let [firstBelow, secondBelow, mean] = [0, 0, 0];
  for (let place = 0; place + 1 < q; place++) {
    firstBelow += sums[1 + place]! / n;
    secondBelow += sums[1 + q + place]! / n;
    const apartShare = firstBelow * (1 - secondBelow) + secondBelow * (1 - firstBelow);
    mean += (categories[place + 1]! - categories[place]!) * apartShare;
  }
  return mean;
}

/** Quadratic weights need no counts: E (a - b)^2 = E a^2 + E b^2 - 2 E a E b for independent a, b. */
function momentSums(pairs: readonly (readonly [number, number])[]): ChanceCorrected {
  // Distances don't depend on the origin; one of the ratings loses the fewest digits.
  const origin = pairs[0]?.[0] ?? 0;
  const column = (of: (a: number, b: number) => number): Float64Array =>
    Float64Array.from(pairs, ([one, other]) => of(one - origin, other - origin));
  return {
    columns: [
      column((a, b) => (a - b) ** 2),
      column(() => 1),
      column((a) => a),
      column((_, b) => b),
      column((a, b) => a * a + b * b),
    ],
    observed: (sums) => sums[0]! / sums[1]!,
    expected: (sums) => {
      const [n, squares] = [sums[1]!, sums[4]!];
      const mean = (squares - (2 * sums[2]! * sums[3]!) / n) / n;
      // Below this the difference is rounding, not spread.
      return mean > (1e-12 * squares) / n ? mean : 0;
    },
  };
}
