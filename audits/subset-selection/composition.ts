import type { Item } from '../../src/benchmark/benchmark.ts';
import type { ParentCounts } from '../../src/benchmark/parent-config.ts';
import {
  compositionTest,
  deriveSeed,
  holmAdjusted,
  hypergeometricTest,
  redrawSums,
  redrawTails,
} from '../../src/statistics/index.ts';
import { type Counts, countsOf, publishedCounts, valueIn } from './counts.ts';
import type { SubsetSelectionOptions } from './options.ts';
import type { Selection } from './selection.ts';

/** How often one value of a column was drawn. */
export interface Stratum {
  readonly column: string;
  readonly value: string;
  readonly inParent: number;
  readonly drawn: number;
  readonly expected: number;
  readonly pValue: number;
  readonly holmPValue: number;
}

/** A column's values, and all of them together. */
export interface ColumnTest {
  readonly column: string;
  readonly strata: readonly Stratum[];
  /** Of the whole column; null where it has one value only. */
  readonly pValue: number;
  readonly holmPValue: number;
  readonly method: string;
}

/** More test items of a value than the parent has. */
export interface Excess {
  readonly column: string;
  readonly value: string;
  readonly inParent: number;
  readonly drawn: number;
}

type Draft = Omit<ColumnTest, 'strata' | 'holmPValue'> & {
  readonly strata: readonly Omit<Stratum, 'holmPValue'>[];
};

/**
 * Compares the make-up of the subset with its parent's, column by column: every value by the exact
 * hypergeometric test, every column as a whole by Monte Carlo. Where whole clusters were drawn,
 * both come from re-draws of clusters. Holm's adjustment runs over all of them.
 */
export function compareComposition(
  selection: Selection,
  columns: readonly string[],
  options: SubsetSelectionOptions,
  seed: number,
): ColumnTest[] {
  const drafts = columns
    .map((column) => countsOf(selection, column))
    .filter(({ values }) => values.length > 1)
    .map((counts) =>
      selection.wholeClusters
        ? byClusters(counts, selection, options, seed)
        : byItems(counts, options, seed),
    );
  return adjusted(drafts);
}

/** The same from published counts. Values of which the subset has more than the parent are told apart. */
export function compareWithCounts(
  test: readonly Item[],
  parentCounts: ParentCounts,
  options: SubsetSelectionOptions,
  seed: number,
): { readonly columns: readonly ColumnTest[]; readonly excess: readonly Excess[] } {
  const all = publishedCounts(test, parentCounts);
  const excess = all.flatMap(({ column, values, parent, drawn }) =>
    values.flatMap((value, at) =>
      drawn[at]! > parent[at]! ? [{ column, value, inParent: parent[at]!, drawn: drawn[at]! }] : [],
    ),
  );
  const sound = all.filter(
    ({ column, values }) => values.length > 1 && excess.every((one) => one.column !== column),
  );
  return { columns: adjusted(sound.map((counts) => byItems(counts, options, seed))), excess };
}

function byItems(counts: Counts, { redraws }: SubsetSelectionOptions, seed: number): Draft {
  const [population, size] = [total(counts.parent), total(counts.drawn)];
  const { column } = counts;
  const whole = compositionTest(counts.drawn, counts.parent, {
    draws: redraws,
    seed: deriveSeed(seed, `subset-selection/composition/${column}`),
  });
  return {
    column,
    ...whole,
    strata: counts.values.map((value, at) => {
      const [inParent, drawn] = [counts.parent[at]!, counts.drawn[at]!];
      const design = { population, marked: inParent, drawn: size };
      const { pValue } = hypergeometricTest(drawn, design);
      return { column, value, inParent, drawn, expected: (inParent * size) / population, pValue };
    }),
  };
}

/** Counts of re-drawn clusters: what is drawn together counts once. */
function byClusters(
  counts: Counts,
  { parent, used, unitOf }: Selection,
  { redraws }: SubsetSelectionOptions,
  seed: number,
): Draft {
  const { column, values, drawn } = counts;
  const units = [...new Set(unitOf.values())];
  const position = new Map(units.map((unit, at) => [unit, at]));
  const columns = values.map(() => new Float64Array(units.length));
  for (const item of parent) {
    const value = values.indexOf(valueIn(item, column));
    columns[value]![position.get(unitOf.get(item.key)!)!]!++;
  }
  const usedUnits = new Set([...used].map((key) => unitOf.get(key)!));
  const sums = redrawSums(columns, [{ units: [...units.keys()], drawn: usedUnits.size }], {
    redraws,
    seed: deriveSeed(seed, `subset-selection/composition/${column}`),
  });
  const expected = counts.parent.map((count) => (count * usedUnits.size) / units.length);
  const distance = (countOf: (value: number) => number): number =>
    expected.reduce((sum, mean, value) => sum + (countOf(value) - mean) ** 2 / mean, 0);
  const distances = new Float64Array(redraws).map((_, redraw) =>
    distance((value) => sums[value]![redraw]!),
  );
  return {
    column,
    pValue: redrawTails(
      distance((value) => drawn[value]!),
      distances,
    ).pHigher,
    method: 'chi-square, Monte Carlo over draws of whole clusters',
    strata: values.map((value, at) => ({
      ...{
        column,
        value,
        inParent: counts.parent[at]!,
        drawn: drawn[at]!,
        expected: expected[at]!,
      },
      pValue: redrawTails(drawn[at]!, sums[at]!).pTwoSided,
    })),
  };
}

/** Holm's adjustment over every stratum and every column of the run. */
function adjusted(drafts: readonly Draft[]): ColumnTest[] {
  const all = drafts.flatMap(({ pValue, strata }) => [pValue, ...strata.map((one) => one.pValue)]);
  const holm = holmAdjusted(all).values();
  const next = (): number => holm.next().value!;
  return drafts.map((draft) => ({
    ...draft,
    holmPValue: next(),
    strata: draft.strata.map((stratum) => ({ ...stratum, holmPValue: next() })),
  }));
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}
