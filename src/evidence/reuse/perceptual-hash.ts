import type { Raster } from './resample.ts';
import { symmetries, symmetryRule } from './symmetry.ts';

/** Side of the grid that a pHash looks at. */
export const pHashGrid = 32;

/** cosine[u * 32 + x] = cos(pi (2x + 1) u / 64): DCT-II without its scale, which no bit depends on. */
const cosine: Float64Array = Float64Array.from({ length: 8 * pHashGrid }, (_, i) =>
  Math.cos((Math.PI * (2 * (i % pHashGrid) + 1) * Math.floor(i / pHashGrid)) / (2 * pHashGrid)),
);

/**
 * The lowest 8 x 8 coefficients of a picture's DCT-II.
 *
 * @param grid f32[32, 32].
 * @returns f64[8, 8], vertical frequency by horizontal frequency.
 */
export function lowFrequencies(grid: Raster): Float64Array {
  const rows = new Float64Array(pHashGrid * 8);
  for (let y = 0; y < pHashGrid; y++) {
    for (let u = 0; u < 8; u++) {
      let sum = 0;
      for (let x = 0; x < pHashGrid; x++) {
        sum += cosine[u * pHashGrid + x]! * grid.values[y * pHashGrid + x]!;
      }
      rows[y * 8 + u] = sum;
    }
  }
  const coefficients = new Float64Array(64);
  for (let v = 0; v < 8; v++) {
    for (let u = 0; u < 8; u++) {
      let sum = 0;
      for (let y = 0; y < pHashGrid; y++) sum += cosine[v * pHashGrid + y]! * rows[y * 8 + u]!;
      coefficients[v * 8 + u] = sum;
    }
  }
  return coefficients;
}

/**
 * pHash under one symmetry: bit `8v + u` tells whether that coefficient exceeds the median of the
 * 63 without the DC; the DC's own bit is 0. A mirror changes the sign of the odd coefficients of
 * its axis, a transposition swaps the axes, so all eight hashes come from one DCT.
 *
 * Source: the pHash of imagededup (median without DC) with `>` for `>=`; not bit-compatible.
 *
 * @param words Where the hash goes: low word at `at`, high word at `at + 1`.
 */
export function writePHash(
  coefficients: Float64Array,
  symmetry: (typeof symmetries)[number],
  words: Uint32Array,
  at: number,
): void {
  const { swapsAxes, mirrorsX, mirrorsY } = symmetryRule(symmetry);
  const moved = new Float64Array(64);
  for (let v = 0; v < 8; v++) {
    for (let u = 0; u < 8; u++) {
      const source = coefficients[swapsAxes ? u * 8 + v : v * 8 + u]!;
      const odd = (mirrorsX && u % 2 === 1) !== (mirrorsY && v % 2 === 1);
      moved[v * 8 + u] = odd ? -source : source;
    }
  }
  const median = moved.slice(1).sort()[31]!;
  moved[0] = median;
  writeBits((bit) => moved[bit]! > median, words, at);
}

/** Packs 64 bits, bit 0 lowest: low word at `at`, high word at `at + 1`. */
export function writeBits(isSet: (bit: number) => boolean, words: Uint32Array, at: number): void {
  for (let word = 0; word < 2; word++) {
    let bits = 0;
    for (let bit = 0; bit < 32; bit++) if (isSet(word * 32 + bit)) bits |= 1 << bit;
    words[at + word] = bits;
  }
}

/** The eight pHashes of a grid, two words each, in the order of `symmetries`. */
export function pHashes(grid: Raster): Uint32Array {
  const coefficients = lowFrequencies(grid);
  const words = new Uint32Array(16);
  symmetries.forEach((symmetry, i) => {
    writePHash(coefficients, symmetry, words, 2 * i);
  });
  return words;
}
