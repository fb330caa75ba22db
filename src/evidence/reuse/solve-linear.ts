/**
 * Solves a small dense system by Gaussian elimination with row pivoting.
 *
 * @param matrix f64[n, n] row by row; overwritten.
 * @param right f64[n]; overwritten with the solution.
 * @returns Whether the matrix was regular; `right` is meaningless if not.
 */
export function solveLinear(matrix: Float64Array, right: Float64Array): boolean {
  const n = right.length;
  for (let column = 0; column < n; column++) {
    const pivot = pivotRow(matrix, n, column);
    if (!(Math.abs(matrix[pivot * n + column]!) > 1e-12)) return false;
    swapRows(matrix, right, pivot, column);
    for (let row = 0; row < n; row++) {
      if (row === column) continue;
      const factor = matrix[row * n + column]! / matrix[column * n + column]!;
      for (let k = column; k < n; k++) matrix[row * n + k]! -= factor * matrix[column * n + k]!;
      right[row]! -= factor * right[column]!;
    }
  }
  for (let row = 0; row < n; row++) right[row]! /= matrix[row * n + row]!;
  return true;
}

function pivotRow(matrix: Float64Array, n: number, column: number): number {
  let best = column;
  for (let row = column + 1; row < n; row++) {
    if (Math.abs(matrix[row * n + column]!) > Math.abs(matrix[best * n + column]!)) best = row;
  }
  return best;
}

function swapRows(matrix: Float64Array, right: Float64Array, a: number, b: number): void {
  if (a === b) return;
  const n = right.length;
  for (let k = 0; k < n; k++) {
    const kept = matrix[a * n + k]!;
    matrix[a * n + k] = matrix[b * n + k]!;
    matrix[b * n + k] = kept;
  }
  const kept = right[a]!;
  right[a] = right[b]!;
  right[b] = kept;
}
