import { independentInverse } from './independent-inverse.ts';
import type { WithinGroups } from './within-groups.ts';

/** Least squares on what varies within groups. */
export interface RegressionFit {
  /** Places of the kept terms among all: those that can be told apart. */
  readonly kept: readonly number[];
  /** f64[rows] a kept term, de-meaned. */
  readonly columns: readonly Float64Array[];
  /** (X'X)^-1: f64[kept, kept]. */
  readonly inverse: Float64Array;
  /** f64[kept]. */
  readonly coefficients: Float64Array;
  /** f64[rows]. */
  readonly residuals: Float64Array;
  /** Sum of squared residuals; 0 where all that is left is rounding. */
  readonly residualSquares: number;
}

/** A sum of squares this much smaller than the outcome's is rounding. */
const roundingShare = 1e-20;

/**
 * Fits the outcome by the terms that are independent of earlier ones.
 *
 * @param within De-meaned outcome and terms.
 * @returns Coefficients and residuals. O(rows x terms^2).
 */
export function regressionFit({ rows, terms, outcome }: WithinGroups): RegressionFit {
  const varying = [...terms.keys()].filter((term) => terms[term]);
  const varyingColumns = varying.map((term) => terms[term]!);
  const { kept, inverse } = independentInverse(gramOf(varyingColumns, rows), varying.length);
  const columns = kept.map((place) => varyingColumns[place]!);
  const outcomeSquares = dot(outcome, outcome, 0, rows);
  const moments = columns.map((column) => dot(column, outcome, 0, rows));
  const coefficients = product(inverse, moments);
  const fitted = new Float64Array(rows);
  addWeighted(fitted, columns, coefficients, 0);
  const residuals = outcome.map((value, row) => value - fitted[row]!);
  const left = dot(residuals, residuals, 0, rows);
  const residualSquares = left > roundingShare * outcomeSquares ? left : 0;
  // In an exact fit a coefficient that explains nothing is rounding too, and must not look certain.
  const isRounding = (value: number, place: number): boolean =>
    residualSquares === 0 &&
    value * value <= roundingShare * outcomeSquares * inverse[place * (kept.length + 1)]!;
  return {
    kept: kept.map((place) => varying[place]!),
    columns,
    inverse,
    coefficients: coefficients.map((each, place) => (isRounding(each, place) ? 0 : each)),
    residuals,
    residualSquares,
  };
}

/** How each cluster pulls on each coefficient. */
export interface ClusterPulls {
  /** f64[kept]: sum over clusters of the squared pull, which is the variance before small-sample factors. */
  readonly squares: Float64Array;
  /** f64[kept]: clusters that the coefficient rests on, counted by their share of the term's own spread. */
  readonly effectiveClusters: Float64Array;
}

/**
 * Pulls from one pass over the rows: w = (X'X)^-1 x is what a row's residual adds to each
 * coefficient, and its square the row's share of the term's spread that no other term explains.
 *
 * @param fit The fit.
 * @param within Clusters of its rows.
 * @returns Squared pulls and effective clusters of each kept term. O(rows x terms^2).
 */
export function clusterPulls(fit: RegressionFit, within: WithinGroups): ClusterPulls {
  const width = fit.kept.length;
  const pulls = fit.kept.map(() => new Float64Array(within.clusters));
  const spreads = fit.kept.map(() => new Float64Array(within.clusters));
  for (let from = 0; from < within.rows; from += blockRows) {
    const weights = new Float64Array(Math.min(blockRows, within.rows - from));
    for (let term = 0; term < width; term++) {
      weights.fill(0);
      addWeighted(
        weights,
        fit.columns,
        fit.inverse.subarray(term * width, (term + 1) * width),
        from,
      );
      addPulls(pulls[term]!, spreads[term]!, { weights, from, fit, within });
    }
  }
  return {
    squares: Float64Array.from(pulls, (each) => dot(each, each, 0, each.length)),
    effectiveClusters: Float64Array.from(spreads, (each) => {
      const sum = each.reduce((total, spread) => total + spread, 0);
      return sum ** 2 / dot(each, each, 0, each.length);
    }),
  };
}

function addPulls(
  pulls: Float64Array,
  spreads: Float64Array,
  block: {
    readonly weights: Float64Array;
    readonly from: number;
    readonly fit: RegressionFit;
    readonly within: WithinGroups;
  },
): void {
  const { weights, from, fit, within } = block;
  for (let row = 0; row < weights.length; row++) {
    const cluster = within.clusterOfRow[from + row]!;
    const weight = weights[row]!;
    pulls[cluster]! += weight * fit.residuals[from + row]!;
    spreads[cluster]! += weight * weight;
  }
}

/** Rows handled together: so many of all columns stay in the processor's cache. */
const blockRows = 1024;

/** X'X, its lower triangle, row by row. */
function gramOf(columns: readonly Float64Array[], rows: number): Float64Array {
  const width = columns.length;
  const gram = new Float64Array(width * width);
  for (let from = 0; from < rows; from += blockRows) {
    const to = Math.min(rows, from + blockRows);
    for (let one = 0; one < width; one++) {
      for (let other = 0; other <= one; other++) {
        gram[one * width + other]! += dot(columns[one]!, columns[other]!, from, to);
      }
    }
  }
  return gram;
}

/** Sum of products of the rows in [from, to): four sums, because one would wait for each addition. */
function dot(one: Float64Array, other: Float64Array, from: number, to: number): number {
  const wholeFours = to - ((to - from) % 4);
  let first = 0;
  let second = 0;
  let third = 0;
  let fourth = 0;
  for (let row = from; row < wholeFours; row += 4) {
    first += one[row]! * other[row]!;
    second += one[row + 1]! * other[row + 1]!;
    third += one[row + 2]! * other[row + 2]!;
    fourth += one[row + 3]! * other[row + 3]!;
  }
  for (let row = wholeFours; row < to; row++) first += one[row]! * other[row]!;
  return first + second + (third + fourth);
}

/** Adds to the target the columns' rows from `from` on, each column times its weight; two at a time, to store half as often. */
function addWeighted(
  target: Float64Array,
  columns: readonly Float64Array[],
  weights: Float64Array,
  from: number,
): void {
  for (let place = 0; place < columns.length; place += 2) {
    const one = columns[place]!;
    const other = columns[place + 1] ?? one;
    const oneWeight = weights[place]!;
    const otherWeight = place + 1 < columns.length ? weights[place + 1]! : 0;
    for (let row = 0; row < target.length; row++) {
      target[row]! += oneWeight * one[from + row]! + otherWeight * other[from + row]!;
    }
  }
}

/** Square matrix, row by row, times a vector. */
function product(matrix: Float64Array, vector: readonly number[]): Float64Array {
  const size = vector.length;
  return Float64Array.from(vector, (_, row) =>
    vector.reduce((sum, each, column) => sum + matrix[row * size + column]! * each, 0),
  );
}
