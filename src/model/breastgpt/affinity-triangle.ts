import type { AffinityStrip } from './affinity-rows.ts';

/** Rows and columns of a tile: 8 KB of codes, which a core's cache takes at once. */
const TILE = 64;
const MANTISSA_BITS = 12;
const SHIFT = 23 - MANTISSA_BITS;
/** Float32 bits of 2^-8: affinities lie between exp(-5) and exp(5), within 2^-8 and 2^8. */
const LEAST_BITS = (127 - 8) << 23;

/**
 * The upper triangle of an affinity matrix in 16 bits a number, each rounded up by at
 * most one part in 4,096: a quarter of the matrix in float32.
 */
export class AffinityTriangle {
  readonly #count: number;
  /** u16[tiles right of the diagonal, TILE, TILE] for each row of tiles. */
  readonly #tiles: Uint16Array[] = [];

  /** Bytes of the triangle of so many rows. */
  static sizeBytes(count: number): number {
    const across = Math.ceil(count / TILE);
    return across * (across + 1) * TILE ** 2;
  }

  constructor(count: number) {
    this.#count = count;
  }

  /** Takes a strip in. They come from the top, and start at whole tiles. */
  add({ start, end, affinities }: AffinityStrip): void {
    const across = this.#count - start;
    const bits = new Uint32Array(affinities.buffer, affinities.byteOffset, affinities.length);
    for (let top = start; top < end; top += TILE) {
      const codes = new Uint16Array(Math.ceil((this.#count - top) / TILE) * TILE ** 2);
      for (let row = top; row < Math.min(end, top + TILE); row++) {
        const line = (row - start) * across - start;
        for (let column = top; column < this.#count; column++) {
          codes[placeOf(row, column, top)] = codeOf(bits[line + column]!);
        }
      }
      this.#tiles.push(codes);
    }
  }

  /** Writes row `index` to `target`, no number of it too low. */
  expand(index: number, target: Float32Array): void {
    const bits = new Uint32Array(target.buffer, target.byteOffset, target.length);
    const own = Math.floor(index / TILE);
    for (let row = 0; row < own * TILE; row += TILE) {
      const codes = this.#tiles[row / TILE]!;
      // Down a column of the tile: what lies left of the diagonal is the mirror of it.
      const first = placeOf(row, index, row);
      for (let i = 0; i < TILE; i++) bits[row + i] = bitsOf(codes[first + i * TILE]!);
    }
    const codes = this.#tiles[own]!;
    for (let column = own * TILE; column < this.#count; column += TILE) {
      const first = placeOf(index, column, own * TILE);
      const length = Math.min(TILE, this.#count - column);
      for (let i = 0; i < length; i++) bits[column + i] = bitsOf(codes[first + i]!);
    }
  }
}

/** Where a number lies among the tiles of its row, whose first row is `top`. */
function placeOf(row: number, column: number, top: number): number {
  const tile = Math.floor((column - top) / TILE);
  return tile * TILE ** 2 + (row - top) * TILE + ((column - top) % TILE);
}

function codeOf(bits: number): number {
  return (bits - LEAST_BITS + (1 << SHIFT) - 1) >>> SHIFT;
}

function bitsOf(code: number): number {
  return (code << SHIFT) + LEAST_BITS;
}
