/**
 * Sum of doubles, rounded once: the nearest double to the true total.
 *
 * Adding in turn rounds at every step, so that the same numbers in another order give another
 * last bit, or nothing where the true total is tiny but not 0; whoever then asks whether it is 0
 * gets two answers. This sum is the same in every order, and changes sign with its terms.
 *
 * The total is kept as parts that don't overlap, smallest first. Linear in items for numbers of like size.
 *
 * Source: Shewchuk 1997, doi:10.1007/PL00009321 (growing an expansion).
 *
 * @param values f64[items], finite.
 * @returns The rounded total; 0 for no values.
 * @throws {RangeError} if a partial total exceeds the largest double.
 * @example
 * exactSum([1e-20, 1, -1]); // 1e-20, where adding in turn gives 0
 */
export function exactSum(values: Iterable<number>): number {
  const parts: number[] = [];
  for (const value of values) {
    let carried = value;
    let kept = 0;
    for (const part of parts) {
      const sum = carried + part;
      const error = roundingError(carried, part, sum);
      if (error !== 0) parts[kept++] = error;
      carried = sum;
    }
    parts.length = kept;
    parts.push(carried);
  }
  const total = rounded(parts);
  if (!Number.isFinite(total)) throw new RangeError(`exactSum: the total is ${total}`);
  return total;
}

/** What the rounded sum of two doubles lacks, exactly (Knuth's two-sum, which needs no order). */
function roundingError(a: number, b: number, sum: number): number {
  const other = sum - a;
  return a - (sum - other) + (b - other);
}

/** The parts' total from the largest down: the first that does not fit in full decides the last bit. */
function rounded(parts: readonly number[]): number {
  let place = parts.length - 1;
  let total = parts[place] ?? 0;
  let error = 0;
  while (place > 0 && error === 0) {
    place--;
    const sum = total + parts[place]!;
    error = roundingError(total, parts[place]!, sum);
    total = sum;
  }
  // A tie was rounded to even without a look at the parts below: they say on which side it lies.
  const below = parts[place - 1] ?? 0;
  if (below !== 0 && Math.sign(below) === Math.sign(error)) {
    const up = total + 2 * error;
    if (up - total === 2 * error) return up;
  }
  return total;
}
