import type { SelectorPrecision } from '../media-settings.ts';
import { type CoverageArithmetic, coverageArithmetic } from './coverage-arithmetic.ts';

/** The cosines of the rows of a feature matrix: symmetric, f32[count, count], partly in memory. */
export interface CosineMatrix {
  readonly count: number;
  /** A fresh f32[count] for each of some rows; the same row always has the same bits. */
  rows(indices: readonly number[]): Promise<readonly Float32Array[]>;
}

/** Options of `selectCoverage`. */
export interface SelectCoverageOptions {
  /** Default 'float32'. */
  readonly precision?: SelectorPrecision;
  /** Memory for rows of the matrix; default 2 GiB, all rows up to 23,000. */
  readonly cacheBytes?: number;
}

const BATCH = 64;
/** Rows of the first look at the matrix that are in memory at once. */
const FIRST_BATCH = 512;

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
 * Sources: BreastGPT's token_selector.py; Minoux 1978, doi:10.1007/BFb0006528 (lazy greedy).
 *
 * @param budget how many to pick.
 * @returns i32[min(budget, count)] in the order of picking. With no more rows than
 *   the budget all are kept, in their own order.
 */
export async function selectCoverage(
  matrix: CosineMatrix,
  budget: number,
  { precision = 'float32', cacheBytes = 2 ** 31 }: SelectCoverageOptions = {},
): Promise<Int32Array> {
  const { count } = matrix;
  if (count <= budget) return Int32Array.from({ length: count }, (_, index) => index);
  const arithmetic = coverageArithmetic(precision, count);
  const bounds = new Float64Array(count);
  const rows = new RowCache(matrix, arithmetic, bounds, Math.floor(cacheBytes / (4 * count)));
  const best = new Float64Array(count);
  const column = new Float64Array(count);
  await firstGains(rows, arithmetic, bounds);
  // -1: even a first gain is looked at again, since it was summed without rounding.
  const exactSince = new Int32Array(count).fill(-1);
  const picks = new Int32Array(budget);
  for (let step = 0; step < budget; step++) {
    let pick = largest(bounds);
    while (exactSince[pick] !== step) {
      const indices = rows.has(pick) ? [pick] : promising(bounds, rows);
      for (const [index, powers] of await rows.read(indices)) {
        arithmetic.column(powers, column);
        bounds[index] = arithmetic.gain(column, best);
        exactSince[index] = step;
      }
      rows.trim();
      pick = largest(bounds);
    }
    picks[step] = pick;
    bounds[pick] = Number.NEGATIVE_INFINITY;
    await cover(best, column, pick, rows, arithmetic);
  }
  return picks;
}

/** How much of the rows some columns cover: sum_i max_j Q_ij, in 0..1. */
export async function coverage(matrix: CosineMatrix, columns: readonly number[]): Promise<number> {
  const { count } = matrix;
  const arithmetic = coverageArithmetic('float32', count);
  const bounds = new Float64Array(count);
  const rows = new RowCache(matrix, arithmetic, bounds, 0);
  await firstGains(rows, arithmetic, bounds);
  const best = new Float64Array(count);
  for (const column of columns)
    await cover(best, new Float64Array(count), column, rows, arithmetic);
  return best.reduce((sum, share) => sum + share, 0);
}

/** One look at the whole matrix, row by row: adds up the columns of Q. */
async function firstGains(
  rows: RowCache,
  arithmetic: CoverageArithmetic,
  gains: Float64Array,
): Promise<void> {
  const count = gains.length;
  const shares = new Float64Array(count);
  for (let start = 0; start < count; start += FIRST_BATCH) {
    const length = Math.min(FIRST_BATCH, count - start);
    const indices = Array.from({ length }, (_, i) => start + i);
    for (const [index, powers] of await rows.read(indices)) {
      arithmetic.takeRow(index, powers, shares);
      for (let i = 0; i < count; i++) gains[i] = gains[i]! + shares[i]!;
    }
    rows.trim();
  }
  // Whatever the rounding of the exact gains, none is above its bound.
  for (let i = 0; i < count; i++) gains[i] = gains[i]! * (1 + arithmetic.boundSlack);
}

async function cover(
  best: Float64Array,
  column: Float64Array,
  pick: number,
  rows: RowCache,
  arithmetic: CoverageArithmetic,
): Promise<void> {
  for (const [, powers] of await rows.read([pick])) arithmetic.column(powers, column);
  for (let i = 0; i < best.length; i++) {
    if (column[i]! > best[i]!) best[i] = column[i]!;
  }
}

/** The lowest index of those with the largest value. */
function largest(values: Float64Array): number {
  let index = 0;
  for (let i = 1; i < values.length; i++) {
    if (values[i]! > values[index]!) index = i;
  }
  return index;
}

/** The columns of largest bound that are not in memory: the next to be looked at. */
function promising(bounds: Float64Array, rows: RowCache): number[] {
  const absent: number[] = [];
  for (let index = 0; index < bounds.length; index++) {
    if (!rows.has(index) && bounds[index]! > Number.NEGATIVE_INFINITY) absent.push(index);
  }
  return absent.sort((a, b) => bounds[b]! - bounds[a]! || a - b).slice(0, BATCH);
}

/** Rows of powers that were looked at. When there is no more room, those of largest bound stay. */
class RowCache {
  readonly #matrix: CosineMatrix;
  readonly #capacity: number;
  readonly #arithmetic: CoverageArithmetic;
  readonly #bounds: Float64Array;
  #rows = new Map<number, Float32Array>();

  /** @param bounds of every row's gain; read, never written. */
  constructor(
    matrix: CosineMatrix,
    arithmetic: CoverageArithmetic,
    bounds: Float64Array,
    capacity: number,
  ) {
    this.#matrix = matrix;
    this.#arithmetic = arithmetic;
    this.#bounds = bounds;
    this.#capacity = capacity;
  }

  has(index: number): boolean {
    return this.#rows.has(index);
  }

  /** The rows with their indices; those not in memory are computed. */
  async read(indices: readonly number[]): Promise<readonly (readonly [number, Float32Array])[]> {
    const absent = indices.filter((index) => !this.#rows.has(index));
    if (absent.length > 0) {
      const computed = await this.#matrix.rows(absent);
      absent.forEach((index, i) => {
        this.#arithmetic.toPowers(computed[i]!);
        this.#rows.set(index, computed[i]!);
      });
    }
    return indices.map((index) => [index, this.#rows.get(index)!]);
  }

  /** Lets rows go until no more are kept than there is room for. */
  trim(): void {
    if (this.#rows.size <= this.#capacity) return;
    const bounds = this.#bounds;
    const kept = [...this.#rows].sort(([a], [b]) => bounds[b]! - bounds[a]! || a - b);
    this.#rows = new Map(kept.slice(0, this.#capacity));
  }
}
