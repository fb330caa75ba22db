import { groupEffectsRegression, type Interval } from '../../../src/statistics/index.ts';

/** A column of a model, filled row by row. */
export interface Term {
  readonly name: string;
  readonly values: Float64Array;
}

/** Rows and columns of an additive model. */
export interface Design {
  /** f64[rows]. */
  readonly outcome: Float64Array;
  /** u32[rows]: rows of one group share an effect that is taken out. */
  readonly group: Uint32Array;
  /** u32[rows] each. */
  readonly item: Uint32Array;
  readonly cluster: Uint32Array;
  /** Leniency, quality, length: held constant, in order of precedence. */
  readonly nuisance: readonly Term[];
  /** What is wanted. */
  readonly wanted: readonly Term[];
}

/** A term that the design can tell from all others. */
export interface Coefficient {
  readonly name: string;
  readonly value: number;
  readonly error: number;
  readonly interval: Interval;
  readonly pValue: number;
  /** Of Student's t behind the interval. */
  readonly degreesOfFreedom: number;
}

/** Interval of how much a term adds, or of how much it takes away. */
export function unsignedInterval({ value, interval }: Coefficient): Interval {
  if (value >= 0) return interval;
  return { ...interval, lower: -interval.upper, upper: -interval.lower };
}

/** What a model says of the terms that were wanted. */
export interface Fit {
  readonly rows: number;
  readonly groups: number;
  readonly clusters: number;
  /** Standard deviation of one judgment around the model. */
  readonly residualDeviation: number;
  /** By name; those missing can't be told from the others. */
  readonly terms: ReadonlyMap<string, Coefficient>;
  /** By name of a term: items in which it differs within a group, which is all that it rests on. */
  readonly itemsOf: ReadonlyMap<string, number>;
}

/** Fits a design; undefined where its rows do not vary or lie in fewer than two clusters. */
export function fitDesign(design: Design | undefined, level: number): Fit | undefined {
  if (design === undefined) return undefined;
  const { outcome, group, item, cluster, nuisance, wanted } = design;
  if (new Set(cluster).size < 2 || outcome.every((each) => each === outcome[0])) return undefined;
  const terms = [...nuisance, ...wanted];
  const found = groupEffectsRegression({ outcome, group, cluster, terms }, { level });
  const known = found.terms.flatMap((term) =>
    term.identified && term.error > 0 ? [[term.name, term] as const] : [],
  );
  return {
    rows: found.n,
    groups: found.groups,
    clusters: found.clusters,
    residualDeviation: found.residualDeviation,
    terms: new Map(known),
    itemsOf: new Map(terms.map((term) => [term.name, itemsTold(term, group, item)])),
  };
}

/** Items with a group in which the term is not the same throughout. */
function itemsTold({ values }: Term, group: Uint32Array, item: Uint32Array): number {
  const first = new Map<number, number>();
  const told = new Set<number>();
  for (const [row, each] of group.entries()) {
    const known = first.get(each);
    if (known === undefined) first.set(each, values[row]!);
    else if (known !== values[row]) told.add(item[row]!);
  }
  return told.size;
}

/** Terms that are 1 on the rows of one category each. */
export function indicators(prefix: string, codes: Uint32Array, names: readonly string[]): Term[] {
  return [...new Set(codes)]
    .sort((a, b) => a - b)
    .map((code) => ({
      name: `${prefix}:${names[code]}`,
      values: columnOf(codes, (each) => (each === code ? 1 : 0)),
    }));
}

/** A number for each code; typed arrays' own `from` takes some ten times as long. */
export function columnOf(
  codes: Uint32Array,
  value: (code: number, row: number) => number,
): Float64Array {
  const column = new Float64Array(codes.length);
  for (let row = 0; row < column.length; row++) column[row] = value(codes[row]!, row);
  return column;
}

/** The rows that a condition holds for, column by column. */
export function rowsWhere<
  Rows extends { readonly [Key in keyof Rows]: Uint32Array | Float64Array },
>(rows: Rows, holds: (row: number) => boolean): Rows {
  const kept = Object.entries<Uint32Array | Float64Array>(rows).map(([name, column]) => [
    name,
    column.filter((_, row) => holds(row)),
  ]);
  return Object.fromEntries(kept) as Rows;
}

/** A term for each category: its own column of another term's values. */
export function slopes(
  prefix: string,
  { values }: Pick<Term, 'values'>,
  codes: Uint32Array,
  names: readonly string[],
): Term[] {
  return indicators(prefix, codes, names).map(({ name, values: inside }) => ({
    name,
    values: columnOf(codes, (_, row) => values[row]! * inside[row]!),
  }));
}
