import { checkCount, checkResamples } from './check.ts';
import { createRandom } from './create-random.ts';
import { shuffleHead } from './shuffle-head.ts';

/** Units of which so many are drawn. */
export interface DrawStratum {
  /** Positions of its units in the columns. */
  readonly units: readonly number[];
  readonly drawn: number;
}

/**
 * Sums over subsets that are drawn anew, without replacement, as many units of each stratum as told.
 *
 * What a subset of such a size scores by the luck of the draw alone: compare the subset that was
 * used. All columns are summed over the same draws, so that differences of models are drawn too.
 * Of a stratum of which more than half is drawn, what is left out is drawn instead.
 * O(redraws x smaller half x columns).
 *
 * @param columns f64[units] each: a score, or a cluster's sum of scores and its size.
 * @param strata Which units are drawn from, and how many; one stratum for a simple draw.
 * @param options redraws (default 10,000), seed (default 0).
 * @returns f64[redraws] for each column.
 * @throws {RangeError} if a stratum has fewer units than are drawn, or redraws is no positive integer.
 * @example
 * // Both subsets of one: the sum is 0 or 1
 * redrawSums([Float64Array.of(0, 1)], [{ units: [0, 1], drawn: 1 }], { redraws: 3 });
 */
export function redrawSums(
  columns: readonly Float64Array[],
  strata: readonly DrawStratum[],
  options: { readonly redraws?: number; readonly seed?: number } = {},
): Float64Array[] {
  const { redraws = 10_000, seed = 0 } = options;
  checkResamples('redrawSums', redraws);
  const random = createRandom(seed);
  const sums = columns.map(() => new Float64Array(redraws));
  for (const { units, drawn } of strata) {
    checkCount('redrawSums', 'drawn', drawn);
    if (drawn > units.length) {
      throw new RangeError(`redrawSums: ${drawn} are drawn of a stratum of ${units.length}`);
    }
    const pool = Uint32Array.from(units);
    const leftOut = 2 * drawn > units.length;
    const count = leftOut ? units.length - drawn : drawn;
    const [sign, bases] = leftOut
      ? [-1, columns.map((column) => headSum(column, pool, pool.length))]
      : [1, columns.map(() => 0)];
    for (let redraw = 0; redraw < redraws; redraw++) {
      shuffleHead(pool, count, random);
      for (const [index, column] of columns.entries())
        sums[index]![redraw]! += bases[index]! + sign * headSum(column, pool, count);
    }
  }
  return sums;
}

function headSum(column: Float64Array, pool: Uint32Array, count: number): number {
  let sum = 0;
  for (let place = 0; place < count; place++) sum += column[pool[place]!]!;
  return sum;
}
