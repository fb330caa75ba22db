import { type ChanceCorrected, coefficientValue, margin } from './chance-corrected.ts';
import { checkCount } from './check.ts';
import { agreeingPairs, type RatingTable } from './rating-table.ts';

/**
 * Fleiss' kappa: agreement of several raters on categories, beyond what their common
 * distribution of categories gives by chance. The raters of a unit may be other ones than
 * those of the next.
 *
 * (mean P_i - sum p_j^2) / (1 - sum p_j^2), where P_i is the share of a unit's pairs of raters
 * that agree and p_j the share of category j. Near 0 despite high agreement where one category
 * prevails: report `gwetAc1` beside it. Where raters differ in number take `krippendorffAlpha`.
 *
 * Source: Fleiss 1971, doi:10.1037/h0031619.
 *
 * @param counts number[units][categories], raters who chose each; equally many a unit, at least two.
 * @returns Kappa, at most 1; undefined where only one category was chosen, or there is no unit.
 * @throws {RangeError} if a count is not a whole number, or units differ in raters or categories.
 * @example
 * fleissKappa([[2, 0], [0, 2], [1, 1]]); // (2/3 - 1/2) / (1 - 1/2) = 1/3
 */
export function fleissKappa(counts: readonly (readonly number[])[]): number | undefined {
  checkCounts(counts);
  const categories = [...(counts[0]?.keys() ?? [])];
  const sum = (row: readonly number[]): number => row.reduce((total, each) => total + each, 0);
  return coefficientValue(
    fleissSums({
      categories,
      counts: categories.map((category) => Float64Array.from(counts, (row) => row[category]!)),
      sizes: Float64Array.from(counts, sum),
    }),
  );
}

/** Fleiss' kappa from the sums over units of P_i and of the count of each category. */
export function fleissSums(table: RatingTable): ChanceCorrected {
  const raters = table.sizes[0] ?? 0;
  const end = 1 + table.counts.length;
  return {
    columns: [agreeingPairs(table), ...table.counts],
    observed: (sums) => 1 - (sums[0]! * raters) / margin(sums, 1, end).total,
    expected: (sums) => {
      const { total, squares } = margin(sums, 1, end);
      return 1 - squares / total ** 2;
    },
  };
}

function checkCounts(counts: readonly (readonly number[])[]): void {
  const caller = 'fleissKappa';
  const ratersOf = (row: readonly number[]): number => row.reduce((sum, each) => sum + each, 0);
  for (const [unit, row] of counts.entries()) {
    for (const count of row) checkCount(caller, `counts[${unit}]`, count);
    const raters = ratersOf(row);
    if (raters < 2 || raters !== ratersOf(counts[0]!)) {
      throw new RangeError(
        `${caller}: counts[${unit}] has ${raters} raters, counts[0] has ${ratersOf(counts[0]!)}; needs equally many, at least two`,
      );
    }
    if (row.length !== counts[0]!.length) {
      throw new RangeError(
        `${caller}: counts[${unit}] has ${row.length} categories, counts[0] has ${counts[0]!.length}`,
      );
    }
  }
}
