import { AffinityTriangle } from './affinity-triangle.ts';

/** Some rows of an affinity matrix, from the diagonal on. */
export interface AffinityStrip {
  readonly start: number;
  readonly end: number;
  /** f32[end - start, count - start] */
  readonly affinities: Float32Array;
}

/** Affinities of the rows of a feature matrix: symmetric, [count, count], computed when read. */
export interface AffinityMatrix {
  readonly count: number;
  /** f32[count] for each of some rows; the same row always has the same bits. */
  rows(indices: readonly number[]): Promise<readonly Float32Array[]>;
  /** All rows in strips from the top; a strip starts at a multiple of 64. */
  strips(): AsyncIterable<AffinityStrip>;
}

/** A row with its index. */
export type IndexedRow = readonly [index: number, affinities: Float32Array];

/** The rows of an affinity matrix, as far as there is memory for them. */
export interface AffinityRows {
  /** f64[count], each added up in the order of the columns. */
  readonly sums: Float64Array;
  /** How many rows are best read at once. */
  readonly batch: number;
  /** The rows, exact; to be used before the next call. */
  read(indices: readonly number[]): Promise<readonly IndexedRow[]>;
  /**
   * A row from memory in which no affinity is too low, to be used before the next call; undefined
   * if there is none, or the exact row is in memory.
   */
  above(index: number): Float32Array | undefined;
}

/**
 * Looks at the whole matrix once and holds what there is room for: all rows, the triangle
 * rounded up, or nothing.
 */
export async function holdRows(matrix: AffinityMatrix, cacheBytes: number): Promise<AffinityRows> {
  const { count } = matrix;
  if (4 * count ** 2 <= cacheBytes) return await wholeRows(matrix);
  const triangle =
    AffinityTriangle.sizeBytes(count) <= cacheBytes ? new AffinityTriangle(count) : undefined;
  const sums = new Float64Array(count);
  for await (const strip of matrix.strips()) {
    addSums(strip, sums);
    triangle?.add(strip);
  }
  const computed = { sums, read: latestRows(matrix) };
  if (triangle === undefined) return { ...computed, batch: 512, above: () => undefined };
  const row = new Float32Array(count);
  return {
    ...computed,
    batch: 32,
    above(index) {
      triangle.expand(index, row);
      return row;
    },
  };
}

async function wholeRows(matrix: AffinityMatrix): Promise<AffinityRows> {
  const { count } = matrix;
  const sums = new Float64Array(count);
  const rows = Array.from({ length: count }, () => new Float32Array(count));
  for await (const strip of matrix.strips()) {
    addSums(strip, sums);
    mirror(strip, rows);
  }
  return {
    sums,
    batch: 1,
    read: async (indices) => indices.map((index) => [index, rows[index]!]),
    above: () => undefined,
  };
}

/** Reads rows and remembers the latest: the pick is among them. */
function latestRows(matrix: AffinityMatrix): AffinityRows['read'] {
  let latest: ReadonlyMap<number, Float32Array> = new Map();
  return async (indices) => {
    if (!indices.every((index) => latest.has(index))) {
      const rows = await matrix.rows(indices);
      latest = new Map(indices.map((index, i) => [index, rows[i]!]));
    }
    return indices.map((index) => [index, latest.get(index)!]);
  };
}

/** Adds a strip to the sums of its rows, and of those whose columns are the mirror of it. */
function addSums({ start, end, affinities }: AffinityStrip, sums: Float64Array): void {
  const across = sums.length - start;
  for (let row = start; row < end; row++) {
    const line = (row - start) * across - start;
    let sum = sums[row]!;
    for (let column = start; column < sums.length; column++) sum += affinities[line + column]!;
    sums[row] = sum;
    for (let column = end; column < sums.length; column++) {
      sums[column] = sums[column]! + affinities[line + column]!;
    }
  }
}

/** Columns that are mirrored at once, few enough to stay in a core's cache. */
const TILE = 64;

/** Copies a strip to its rows, and what lies right of it to the columns below. */
function mirror({ start, end, affinities }: AffinityStrip, rows: readonly Float32Array[]): void {
  const across = rows.length - start;
  for (let row = start; row < end; row++) {
    const line = (row - start) * across;
    rows[row]!.set(affinities.subarray(line, line + across), start);
  }
  for (let tile = end; tile < rows.length; tile += TILE) {
    const tileEnd = Math.min(rows.length, tile + TILE);
    for (let row = start; row < end; row++) {
      const from = rows[row]!;
      for (let column = tile; column < tileEnd; column++) rows[column]![row] = from[column]!;
    }
  }
}
