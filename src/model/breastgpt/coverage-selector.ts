import type { SelectorPrecision } from '../media-settings.ts';
import { type AffinityMatrix, type AffinityRows, holdRows } from './affinity-rows.ts';
import { type CoverageArithmetic, coverageArithmetic } from './coverage-arithmetic.ts';

/** Options of `selectCoverage`. */
export interface SelectCoverageOptions {
  /** That of the matrix; default 'float32'. */
  readonly precision?: SelectorPrecision;
  /**
   * Memory for the matrix; default 1.75 GiB: exact up to 21,600 rows, rounded up to 43,000; with
   * more rows columns are computed whenever they are looked at, which takes many times as long.
   */
  readonly cacheBytes?: number;
}

const DEFAULT_CACHE_BYTES = 1.75 * 2 ** 30;

/**
 * Picks the columns of the coverage matrix Q that together cover its rows best, one after another.
 * Q_ij = softmax_j(cos(v_i, v_j) / temperature) / count; the next pick gains most, sum_i
 * max(0, Q_ij - best_i), and the lowest index wins a tie.
 *
 * Gains only fall as rows get covered, so a gain from an earlier step bounds the one of
 * now, and only columns whose bound is above the best exact gain are looked at. The picks are
 * those of the plain greedy method: gains are sums in the order of the rows, in which no
 * rounding can make a gain grow.
 *
 * Where the matrix does not fit into memory, its triangle rounded up tightens the bounds, and
 * only the few columns that stay above the best exact gain are computed again.
 *
 * Sources: BreastGPT's token_selector.py; Minoux 1978, doi:10.1007/BFb0006528 (lazy greedy).
 *
 * @param budget how many to pick.
 * @returns i32[min(budget, count)] in the order of picking. With no more rows than
 *   the budget all are kept, in their own order.
 */
export async function selectCoverage(
  matrix: AffinityMatrix,
  budget: number,
  { precision = 'float32', cacheBytes = DEFAULT_CACHE_BYTES }: SelectCoverageOptions = {},
): Promise<Int32Array> {
  const { count } = matrix;
  if (count <= budget) return Int32Array.from({ length: count }, (_, index) => index);
  const rows = await holdRows(matrix, cacheBytes);
  const search: Search = {
    rows,
    arithmetic: coverageArithmetic(precision, rows.sums),
    bounds: new Float64Array(count).fill(Number.POSITIVE_INFINITY),
    exactSince: new Int32Array(count).fill(-1),
    tightSince: new Int32Array(count).fill(-1),
    best: new Float64Array(count),
  };
  const picks = new Int32Array(budget);
  for (let step = 0; step < budget; step++) {
    let pick = largest(search.bounds);
    while (search.exactSince[pick] !== step) {
      await lookAt(search, pick, step);
      pick = largest(search.bounds);
    }
    picks[step] = pick;
    search.bounds[pick] = Number.NEGATIVE_INFINITY;
    for (const [, affinities] of await rows.read([pick])) {
      search.arithmetic.cover(affinities, search.best);
    }
  }
  return picks;
}

/** What is known of the columns' gains. */
interface Search {
  readonly rows: AffinityRows;
  readonly arithmetic: CoverageArithmetic;
  /** No gain is above its bound; of a picked column it is -Infinity. */
  readonly bounds: Float64Array;
  /** The latest step in which a bound was the gain itself. */
  readonly exactSince: Int32Array;
  /** The latest step in which a bound was taken from affinities rounded up. */
  readonly tightSince: Int32Array;
  /** How well each row is covered. */
  readonly best: Float64Array;
}

/** Lowers the bound of a column: from memory once a step, then to its gain. */
async function lookAt(search: Search, column: number, step: number): Promise<void> {
  const { rows, arithmetic, bounds, exactSince, tightSince, best } = search;
  const above = tightSince[column] === step ? undefined : rows.above(column);
  if (above !== undefined) {
    bounds[column] = Math.min(bounds[column]!, arithmetic.gain(above, best));
    tightSince[column] = step;
    return;
  }
  const wanted = rows.batch === 1 ? [column] : promising(bounds, exactSince, step, rows.batch);
  for (const [index, affinities] of await rows.read(wanted)) {
    bounds[index] = arithmetic.gain(affinities, best);
    exactSince[index] = step;
  }
}

/** How much of the rows some columns cover: sum_i max_j Q_ij, in 0..1. */
export async function coverage(
  matrix: AffinityMatrix,
  columns: readonly number[],
): Promise<number> {
  const rows = await holdRows(matrix, 0);
  const arithmetic = coverageArithmetic('float32', rows.sums);
  const best = new Float64Array(matrix.count);
  for (const [, affinities] of await rows.read(columns)) arithmetic.cover(affinities, best);
  return best.reduce((sum, share) => sum + share, 0);
}

/** The lowest index of those with the largest value. */
function largest(values: Float64Array): number {
  let index = 0;
  for (let i = 1; i < values.length; i++) {
    if (values[i]! > values[index]!) index = i;
  }
  return index;
}

/** The columns of largest bound whose gain is not known in this step. */
function promising(
  bounds: Float64Array,
  exactSince: Int32Array,
  step: number,
  most: number,
): number[] {
  const open: number[] = [];
  for (let index = 0; index < bounds.length; index++) {
    const isPicked = bounds[index] === Number.NEGATIVE_INFINITY;
    if (!isPicked && exactSince[index] !== step) open.push(index);
  }
  return open.sort((a, b) => bounds[b]! - bounds[a]! || a - b).slice(0, most);
}
