import { type SumStatistic, statisticValue } from './bootstrap-statistic.ts';

/** Sums over units, one a column. */
export type Sums = ArrayLike<number>;

/** A coefficient of agreement, 1 - observed / expected disagreement, both functions of sums over units. */
export interface ChanceCorrected {
  /** f64[units] each. */
  readonly columns: readonly Float64Array[];
  /** Mean disagreement seen. */
  readonly observed: (sums: Sums) => number;
  /** Mean disagreement by chance; not above 0 where the ratings do not vary. */
  readonly expected: (sums: Sums) => number;
}

/** The coefficient as a statistic of sums, undefined where ratings do not vary or there are none. */
export function coefficientOf({ columns, observed, expected }: ChanceCorrected): SumStatistic {
  return {
    columns,
    statistic: (sums) => {
      const byChance = expected(sums);
      // Not for NaN either: no unit at all.
      return byChance > 0 ? 1 - observed(sums) / byChance : undefined;
    },
  };
}

/** The coefficient on the units themselves. */
export function coefficientValue(sums: ChanceCorrected): number | undefined {
  return statisticValue(coefficientOf(sums));
}

/** Sum of a stretch of sums, and of their squares. */
export function margin(
  sums: Sums,
  from: number,
  to: number,
): { readonly total: number; readonly squares: number } {
  let [total, squares] = [0, 0];
  for (let index = from; index < to; index++) {
    total += sums[index]!;
    squares += sums[index]! ** 2;
  }
  return { total, squares };
}
