import type { ChanceCorrected } from './chance-corrected.ts';
import { cohenSums } from './cohen-kappa.ts';
import { fleissSums } from './fleiss-kappa.ts';
import { gwetSums } from './gwet-ac1.ts';
import { krippendorffSums } from './krippendorff-alpha.ts';
import { ratingsOf, ratingTable } from './rating-table.ts';

/** What to measure agreement by; `percent` is the mean share of a unit's pairs that agree. */
export type AgreementMeasure =
  | 'percent'
  | 'cohen'
  | 'cohen-quadratic'
  | 'fleiss'
  | 'krippendorff-nominal'
  | 'krippendorff-interval'
  | 'gwet';

/** A unit with the ratings it has. */
export interface Unit {
  readonly row: readonly number[];
  readonly clusterId: string;
}

/** The units that a measure can use. */
export function usedUnits(
  ratings: readonly (readonly (number | null)[])[],
  clusterIds: readonly string[],
  measure: AgreementMeasure,
): Unit[] {
  const units = ratings.map((row, unit) => ({ row: ratingsOf(row), clusterId: clusterIds[unit]! }));
  if (measure === 'gwet') return units.filter(({ row }) => row.length > 0);
  const most = units.reduce((longest, { row }) => Math.max(longest, row.length), 2);
  if (measure === 'fleiss') return units.filter(({ row }) => row.length === most);
  const isCohen = measure === 'cohen' || measure === 'cohen-quadratic';
  const odd = isCohen ? ratings.findIndex(({ length }) => length !== 2) : -1;
  if (odd >= 0) {
    throw new RangeError(
      `agreementEstimate: ${measure} is for two raters, ratings[${odd}] has ${ratings[odd]!.length}; take fleiss or krippendorff`,
    );
  }
  return units.filter(({ row }) => row.length > 1);
}

/** The sums over units that a measure is made of. */
export function measureSums(
  measure: Exclude<AgreementMeasure, 'percent'>,
  units: readonly Unit[],
  categories: readonly number[] | undefined,
): ChanceCorrected {
  const rows = units.map(({ row }) => row);
  switch (measure) {
    case 'cohen':
      return cohenSums(asPairs(rows), 'none');
    case 'cohen-quadratic':
      return cohenSums(asPairs(rows), 'quadratic');
    case 'fleiss':
      return fleissSums(ratingTable('agreementEstimate', rows));
    case 'krippendorff-nominal':
      return krippendorffSums(rows, 'nominal');
    case 'krippendorff-interval':
      return krippendorffSums(rows, 'interval');
    case 'gwet':
      return gwetSums(ratingTable('agreementEstimate', rows, categories));
  }
}

function asPairs(rows: readonly (readonly number[])[]): (readonly [number, number])[] {
  return rows.map((row) => [row[0]!, row[1]!] as const);
}
