/** Ratings of units, counted: a column of counts for each category. */
export interface RatingTable {
  /** Distinct ratings, ascending, or in the order they were named. */
  readonly categories: readonly number[];
  /** f64[units] for each category: how many raters chose it. */
  readonly counts: readonly Float64Array[];
  /** f64[units]: ratings a unit has. */
  readonly sizes: Float64Array;
}

/** Refuses ratings that are not finite numbers; null is a rating that was not made. */
export function checkRatings(
  caller: string,
  ratings: readonly (readonly (number | null)[])[],
): void {
  for (const [unit, row] of ratings.entries()) {
    for (const [rater, rating] of row.entries()) {
      if (rating !== null && !Number.isFinite(rating)) {
        throw new RangeError(`${caller}: ratings[${unit}][${rater}] is ${rating}`);
      }
    }
  }
}

/** Ratings that a unit has. */
export function ratingsOf(row: readonly (number | null)[]): number[] {
  return row.filter((rating) => rating !== null);
}

/**
 * Counts ratings.
 *
 * @param caller For messages.
 * @param ratings number[units][ratings].
 * @param categories All categories there are (default: those that occur).
 * @returns The counts.
 * @throws {RangeError} if a rating is none of the categories.
 */
export function ratingTable(
  caller: string,
  ratings: readonly (readonly number[])[],
  categories: readonly number[] = [...new Set(ratings.flat())].sort((a, b) => a - b),
): RatingTable {
  const placeOf = new Map(categories.map((category, place) => [category, place]));
  const counts = categories.map(() => new Float64Array(ratings.length));
  for (const [unit, row] of ratings.entries()) {
    for (const rating of row) {
      const place = placeOf.get(rating);
      if (place === undefined) {
        throw new RangeError(
          `${caller}: ratings[${unit}] holds ${rating}, which is none of the categories ${categories.join(', ')}`,
        );
      }
      counts[place]![unit]! += 1;
    }
  }
  return { categories, counts, sizes: Float64Array.from(ratings, ({ length }) => length) };
}

/** f64[units]: share of the pairs of a unit's raters that agree; 0 for fewer than two ratings. */
export function agreeingPairs({ counts, sizes }: RatingTable): Float64Array {
  return sizes.map((size, unit) => {
    const ordered = counts.reduce((sum, column) => sum + column[unit]! * (column[unit]! - 1), 0);
    return size < 2 ? 0 : ordered / (size * (size - 1));
  });
}
