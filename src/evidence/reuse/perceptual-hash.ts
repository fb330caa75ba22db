import type { Symmetry } from '../evidence.ts';
import type { Raster } from './resample.ts';
import { symmetries, symmetryRule } from './symmetry.ts';

/** Coefficients kept on each axis. */
const kept = 8;

/** cosine[u * size + x] = cos(pi (2x + 1) u / 2 size): DCT-II without its scale, which no bit depends on. */
function cosineTable(size: number): Float64Array {
  return Float64Array.from({ length: kept * size }, (_, i) =>
    Math.cos((Math.PI * (2 * (i % size) + 1) * Math.floor(i / size)) / (2 * size)),
  );
}

const tables: Readonly<Record<number, Float64Array>> = { 12: cosineTable(12), 32: cosineTable(32) };

/**
 * The lowest 8 x 8 coefficients of a picture's DCT-II.
 *
 * @param grid f32[32, 32], or f32[12, 12] where speed matters more.
 * @returns f64[8, 8], vertical frequency by horizontal frequency.
 */
export function lowFrequencies(grid: Raster): Float64Array {
  const size = grid.width;
  const cosine = tables[size]!;
  const rows = new Float64Array(size * kept);
  for (let y = 0; y < size; y++) {
    for (let u = 0; u < kept; u++) {
      let sum = 0;
      for (let x = 0; x < size; x++) sum += cosine[u * size + x]! * grid.values[y * size + x]!;
      rows[y * kept + u] = sum;
    }
  }
  const coefficients = new Float64Array(kept * kept);
  for (let v = 0; v < kept; v++) {
    for (let u = 0; u < kept; u++) {
      let sum = 0;
      for (let y = 0; y < size; y++) sum += cosine[v * size + y]! * rows[y * kept + u]!;
      coefficients[v * kept + u] = sum;
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
  symmetry: Symmetry,
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
