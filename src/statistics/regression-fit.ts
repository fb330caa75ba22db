import { independentInverse } from './independent-inverse.ts';
import type { WithinGroups } from './within-groups.ts';

/** Least squares on what varies within groups. */
export interface RegressionFit {
  /** Places of the kept terms among all: those that can be told apart. */
  readonly kept: readonly number[];
  /** f64[rows, kept], row by row. */
  readonly design: Float64Array;
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
  const columns = varying.map((term) => terms[term]!);
  const gram = gramOf(rowMajor(columns, rows), columns.length);
  const { kept, inverse } = independentInverse(gram, columns.length);
  const keptColumns = kept.map((place) => columns[place]!);
  const design = rowMajor(keptColumns, rows);
  const outcomeSquares = squaresOf(outcome);
  const coefficients = product(
    inverse,
    keptColumns.map((column) => dot(column, outcome)),
  );
  const residuals = outcome.slice();
  for (const [place, column] of keptColumns.entries()) {
    const coefficient = coefficients[place]!;
    for (let row = 0; row < rows; row++) residuals[row]! -= coefficient * column[row]!;
  }
  const left = squaresOf(residuals);
  const residualSquares = left > roundingShare * outcomeSquares ? left : 0;
  return {
    kept: kept.map((place) => varying[place]!),
    design,
    inverse,
    // In an exact fit a coefficient that explains nothing is rounding too, and must not look certain.
    coefficients:
      residualSquares > 0
        ? coefficients
        : coefficients.map((each, place) => {
            const explained = each ** 2 / inverse[place * (kept.length + 1)]!;
            return explained > roundingShare * outcomeSquares ? each : 0;
          }),
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
  const pulls = new Float64Array(within.clusters * width);
  const spreads = new Float64Array(within.clusters * width);
  for (let row = 0; row < within.rows; row++) {
    const cluster = within.clusterOfRow[row]! * width;
    for (let term = 0; term < width; term++) {
      let weight = 0;
      for (let other = 0; other < width; other++) {
        weight += fit.inverse[term * width + other]! * fit.design[row * width + other]!;
      }
      pulls[cluster + term]! += weight * fit.residuals[row]!;
      spreads[cluster + term]! += weight * weight;
    }
  }
  const squares = new Float64Array(width);
  const spread = new Float64Array(width);
  const spreadSquares = new Float64Array(width);
  for (let place = 0; place < pulls.length; place++) {
    const term = place % width;
    squares[term]! += pulls[place]! ** 2;
    spread[term]! += spreads[place]!;
    spreadSquares[term]! += spreads[place]! ** 2;
  }
  return {
    squares,
    effectiveClusters: spread.map((each, term) => each ** 2 / spreadSquares[term]!),
  };
}

function rowMajor(columns: readonly Float64Array[], rows: number): Float64Array {
  const width = columns.length;
  const design = new Float64Array(rows * width);
  for (const [place, column] of columns.entries()) {
    for (let row = 0; row < rows; row++) design[row * width + place] = column[row]!;
  }
  return design;
}

/** X'X, its lower triangle. */
function gramOf(design: Float64Array, width: number): Float64Array {
  const gram = new Float64Array(width * width);
  if (width === 0) return gram;
  for (let start = 0; start < design.length; start += width) {
    for (let one = 0; one < width; one++) {
      const value = design[start + one]!;
      for (let other = 0; other <= one; other++) {
        gram[one * width + other]! += value * design[start + other]!;
      }
    }
  }
  return gram;
}

function dot(one: Float64Array, other: Float64Array): number {
  let sum = 0;
  for (let row = 0; row < one.length; row++) sum += one[row]! * other[row]!;
  return sum;
}

function squaresOf(values: Float64Array): number {
  return dot(values, values);
}

/** Square matrix, row by row, times a vector. */
function product(matrix: Float64Array, vector: readonly number[]): Float64Array {
  const size = vector.length;
  return Float64Array.from(vector, (_, row) =>
    vector.reduce((sum, each, column) => sum + matrix[row * size + column]! * each, 0),
  );
}
