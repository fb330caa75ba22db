import { type Interval, itemEffectsRegression } from '../../src/statistics/index.ts';

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
  /** u32[rows]. */
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

/** What a model says of the terms that were wanted. */
export interface Fit {
  readonly rows: number;
  readonly groups: number;
  readonly clusters: number;
  /** Standard deviation of one judgment around the model. */
  readonly residualDeviation: number;
  /** By name; those missing can't be told from the others. */
  readonly terms: ReadonlyMap<string, Coefficient>;
}

/** Fits a design; undefined where its rows do not vary or lie in fewer than two clusters. */
export function fitDesign(design: Design, level: number): Fit | undefined {
  const { outcome, group, cluster, nuisance, wanted } = design;
  if (new Set(cluster).size < 2 || outcome.every((each) => each === outcome[0])) return undefined;
  const terms = [...nuisance, ...wanted];
  const found = itemEffectsRegression({ outcome, group, cluster, terms }, { level });
  const known = found.terms.flatMap((term) =>
    term.identified && term.error > 0 ? [[term.name, term] as const] : [],
  );
  return {
    rows: found.n,
    groups: found.groups,
    clusters: found.clusters,
    residualDeviation: found.residualDeviation,
    terms: new Map(known),
  };
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
