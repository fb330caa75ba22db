/**
 * How alike the rows of a feature matrix are, exp((cos(v_i, v_j) - 1) / temperature): a
 * symmetric matrix f32[count, count] of which only some rows are in memory.
 */
export interface SimilarityMatrix {
  readonly count: number;
  /** f32[count] for each of some rows; the same row always has the same bits. */
  rows(indices: readonly number[]): Promise<readonly Float32Array[]>;
}

/** Options of `selectCoverage`. */
export interface SelectCoverageOptions {
  /** Memory for rows of the matrix; default 2 GiB, all rows up to 23,000. */
  readonly cacheBytes?: number;
}

const BATCH = 64;
/** Rows of the first look at the matrix that are in memory at once. */
const FIRST_BATCH = 512;

/**
 * Picks the columns of the coverage matrix Q that together cover its rows best, one after another.
 * Q_ij = softmax_j(cos(v_i, v_j) / temperature); the next pick gains most, sum_i
 * max(0, Q_ij - best_i), and the lowest index wins a tie. (The authors divide Q by the
 * number of rows, which changes no pick.)
 *
 * Gains only fall as rows get covered, so a gain from an earlier step bounds the one of
 * now, and only columns whose bound is above the best exact gain are looked at. The picks are
 * those of the plain greedy method: gains are float64 sums in the order of the rows, in which no
 * rounding can make a gain grow.
 *
 * Sources: BreastGPT's token_selector.py; Minoux 1978, doi:10.1007/BFb0006528 (lazy greedy).
 *
 * @param budget how many to pick.
 * @returns i32[min(budget, count)] in the order of picking. With no more rows than
 *   the budget all are kept, in their own order.
 */
export async function selectCoverage(
  matrix: SimilarityMatrix,
  budget: number,
  { cacheBytes = 2 ** 31 }: SelectCoverageOptions = {},
): Promise<Int32Array> {
  const { count } = matrix;
  if (count <= budget) return Int32Array.from({ length: count }, (_, index) => index);
  const rows = new RowCache(matrix, Math.max(BATCH, Math.floor(cacheBytes / (4 * count))));
  const { bounds, scales } = await firstGains(matrix, rows);
  // Nothing is covered yet, so the first gains are exact.
  const exactSince = new Int32Array(count);
  const best = new Float64Array(count);
  const picks = new Int32Array(budget);
  for (let step = 0; step < budget; step++) {
    let pick = largest(bounds);
    while (exactSince[pick] !== step) {
      const indices = rows.has(pick) ? [pick] : promising(bounds, rows);
      for (const [index, row] of await rows.read(indices)) {
        bounds[index] = gain(row, scales, best);
        exactSince[index] = step;
      }
      pick = largest(bounds);
    }
    picks[step] = pick;
    bounds[pick] = Number.NEGATIVE_INFINITY;
    for (const [, row] of await rows.read([pick])) cover(best, row, scales);
  }
  return picks;
}

/** How much of the rows some columns cover: sum_i max_j Q_ij / count, in 0..1. */
export async function coverage(
  matrix: SimilarityMatrix,
  columns: readonly number[],
): Promise<number> {
  const rows = new RowCache(matrix, matrix.count);
  const { scales } = await firstGains(matrix, rows);
  const best = new Float64Array(matrix.count);
  for (const [, row] of await rows.read(columns)) cover(best, row, scales);
  return best.reduce((sum, share) => sum + share, 0) / matrix.count;
}

/**
 * One look at the whole matrix: what each row is divided by to sum to 1, inverted, and
 * the sum of each column of Q. Rows stay in memory while there is room.
 */
async function firstGains(
  matrix: SimilarityMatrix,
  rows: RowCache,
): Promise<{ bounds: Float64Array; scales: Float64Array }> {
  const { count } = matrix;
  const bounds = new Float64Array(count);
  const scales = new Float64Array(count);
  for (let start = 0; start < count; start += FIRST_BATCH) {
    const length = Math.min(FIRST_BATCH, count - start);
    const indices = Array.from({ length }, (_, i) => start + i);
    for (const [index, row] of await rows.read(indices)) {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += row[i]!;
      const scale = 1 / sum;
      scales[index] = scale;
      for (let i = 0; i < count; i++) bounds[i] = bounds[i]! + row[i]! * scale;
    }
  }
  return { bounds, scales };
}

/** Row j of the symmetric matrix, times the scale of each row, is column j of Q. */
function gain(row: Float32Array, scales: Float64Array, best: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < row.length; i++) {
    const more = row[i]! * scales[i]! - best[i]!;
    if (more > 0) sum += more;
  }
  return sum;
}

function cover(best: Float64Array, row: Float32Array, scales: Float64Array): void {
  for (let i = 0; i < row.length; i++) {
    const share = row[i]! * scales[i]!;
    if (share > best[i]!) best[i] = share;
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

/** Rows that were looked at; the oldest make room. */
class RowCache {
  readonly #matrix: SimilarityMatrix;
  readonly #capacity: number;
  readonly #rows = new Map<number, Float32Array>();

  constructor(matrix: SimilarityMatrix, capacity: number) {
    this.#matrix = matrix;
    this.#capacity = capacity;
  }

  has(index: number): boolean {
    return this.#rows.has(index);
  }

  /** The rows with their indices; those not in memory are computed. */
  async read(indices: readonly number[]): Promise<readonly (readonly [number, Float32Array])[]> {
    const absent = indices.filter((index) => !this.#rows.has(index));
    const computed = absent.length > 0 ? await this.#matrix.rows(absent) : [];
    const found = new Map(absent.map((index, i) => [index, computed[i]!]));
    const read = indices.map(
      (index) => [index, found.get(index) ?? this.#rows.get(index)!] as const,
    );
    this.#keep(found);
    return read;
  }

  #keep(found: ReadonlyMap<number, Float32Array>): void {
    for (const [index, row] of found) {
      if (this.#rows.size >= this.#capacity) {
        const [oldest] = this.#rows.keys();
        this.#rows.delete(oldest!);
      }
      this.#rows.set(index, row);
    }
  }
}
