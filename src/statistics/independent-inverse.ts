/** Share of a column's sum of squares that must be its own for it to count as independent. */
const ownShare = 1e-9;

/**
 * Inverse of a Gram matrix X'X over the columns that are independent of earlier ones.
 *
 * Cholesky's factorisation row by row, which is Gram and Schmidt's orthogonalisation of the
 * columns in their order: what is left of a column's square is what no earlier column explains.
 *
 * @param gram f64[size, size], of which the lower triangle is read.
 * @param size Columns of X.
 * @returns kept: the independent columns, ascending; inverse f64[kept, kept], symmetric.
 */
export function independentInverse(
  gram: Float64Array,
  size: number,
): { readonly kept: readonly number[]; readonly inverse: Float64Array } {
  const kept: number[] = [];
  // Row r holds kept column r's coordinates along the kept columns up to it.
  const factor: Float64Array[] = [];
  for (let column = 0; column < size; column++) {
    const row = new Float64Array(kept.length + 1);
    const square = gram[column * size + column]!;
    let own = square;
    for (const [place, earlier] of kept.entries()) {
      const along = gram[column * size + earlier]! - dot(row, factor[place]!, place);
      row[place] = along / factor[place]![place]!;
      own -= row[place]! ** 2;
    }
    if (!(own > ownShare * square)) continue;
    row[kept.length] = Math.sqrt(own);
    kept.push(column);
    factor.push(row);
  }
  return { kept, inverse: inverseFromFactor(factor) };
}

/** (L L')^-1, solved for one unit vector after another. */
function inverseFromFactor(factor: readonly Float64Array[]): Float64Array {
  const size = factor.length;
  const inverse = new Float64Array(size * size);
  for (let unit = 0; unit < size; unit++) {
    const solution = new Float64Array(size);
    for (let row = unit; row < size; row++) {
      const rest = (row === unit ? 1 : 0) - dot(factor[row]!, solution, row);
      solution[row] = rest / factor[row]![row]!;
    }
    for (let row = size - 1; row >= 0; row--) {
      let rest = solution[row]!;
      for (let later = row + 1; later < size; later++) {
        rest -= factor[later]![row]! * solution[later]!;
      }
      solution[row] = rest / factor[row]![row]!;
    }
    inverse.set(solution, unit * size);
  }
  return inverse;
}

/** Dot product of the first entries of two vectors. */
function dot(one: Float64Array, other: Float64Array, entries: number): number {
  let sum = 0;
  for (let entry = 0; entry < entries; entry++) sum += one[entry]! * other[entry]!;
  return sum;
}
