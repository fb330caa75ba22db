import { compactRow, expandRow } from './compact-affinities.ts';

/** Affinities of the rows of a feature matrix: symmetric, f32[count, count], computed when read. */
export interface AffinityMatrix {
  readonly count: number;
  /** f32[count] for each of some rows; the same row always has the same bits. */
  rows(indices: readonly number[]): Promise<readonly Float32Array[]>;
  /** All rows, in half the work. */
  all(): Promise<readonly Float32Array[]>;
}

/** A row with its index. */
export type IndexedRow = readonly [index: number, affinities: Float32Array];

/** The rows of an affinity matrix, as far as there is memory for them. */
export interface AffinityRows {
  /** The rows, exact; those not in memory are computed. */
  read(indices: readonly number[]): Promise<readonly IndexedRow[]>;
  /**
   * A row from memory in which no affinity is too low, to be used before the next call; undefined
   * if there is none, or the row itself is in memory.
   */
  above(index: number): Float32Array | undefined;
  /** Whether every row is in memory. */
  readonly isWhole: boolean;
}

/**
 * Holds all rows if they fit, else compact ones of those whose bound is largest.
 *
 * @param bounds f64[count]: how much each row is wanted; read, never written.
 * @param cacheBytes for rows that are kept.
 */
export async function holdRows(
  matrix: AffinityMatrix,
  bounds: Float64Array,
  cacheBytes: number,
): Promise<AffinityRows> {
  const { count } = matrix;
  if (cacheBytes < 4 * count ** 2) {
    return new CompactRows(matrix, bounds, Math.floor(cacheBytes / (2 * count)));
  }
  const all = await matrix.all();
  return {
    isWhole: true,
    read: async (indices) => indices.map((index) => [index, all[index]!]),
    above: () => undefined,
  };
}

class CompactRows implements AffinityRows {
  readonly isWhole = false;
  readonly #matrix: AffinityMatrix;
  readonly #bounds: Float64Array;
  readonly #capacity: number;
  readonly #expanded: Float32Array;
  #rows = new Map<number, Uint16Array>();

  constructor(matrix: AffinityMatrix, bounds: Float64Array, capacity: number) {
    this.#matrix = matrix;
    this.#bounds = bounds;
    this.#capacity = capacity;
    this.#expanded = new Float32Array(matrix.count);
  }

  async read(indices: readonly number[]): Promise<readonly IndexedRow[]> {
    const rows = await this.#matrix.rows(indices);
    if (this.#capacity > 0) {
      for (const [i, index] of indices.entries()) this.#rows.set(index, compactRow(rows[i]!));
      this.#trim();
    }
    return indices.map((index, i) => [index, rows[i]!]);
  }

  above(index: number): Float32Array | undefined {
    const codes = this.#rows.get(index);
    if (codes === undefined) return undefined;
    expandRow(codes, this.#expanded);
    return this.#expanded;
  }

  #trim(): void {
    if (this.#rows.size <= this.#capacity) return;
    const bounds = this.#bounds;
    const kept = [...this.#rows].sort(([a], [b]) => bounds[b]! - bounds[a]! || a - b);
    this.#rows = new Map(kept.slice(0, this.#capacity));
  }
}
