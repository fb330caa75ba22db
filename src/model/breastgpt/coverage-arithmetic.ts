import type { SelectorPrecision } from '../media-settings.ts';
import { roundToBfloat16 } from './bfloat16.ts';

/** The gains of columns of a coverage matrix Q_ij = affinity_ij / sum_j affinity_ij / count. */
export interface CoverageArithmetic {
  /** sum_i max(0, Q_ij - best_i), given row j of the affinities: they are symmetric. */
  gain(affinities: Float32Array, best: Float64Array): number;
  /** best_i = max(best_i, Q_ij), given row j of the affinities. */
  cover(affinities: Float32Array, best: Float64Array): void;
}

/** @param sums f64[count] of the rows of affinities. */
export function coverageArithmetic(
  precision: SelectorPrecision,
  sums: Float64Array,
): CoverageArithmetic {
  return precision === 'float32' ? float32Arithmetic(sums) : bfloat16Arithmetic(sums);
}

/** Affinities in float32, everything after them in float64. */
function float32Arithmetic(sums: Float64Array): CoverageArithmetic {
  const count = sums.length;
  const scales = sums.map((sum) => 1 / (sum * count));
  return {
    gain(affinities, best) {
      let gain = 0;
      for (let i = 0; i < count; i++) {
        const more = affinities[i]! * scales[i]! - best[i]!;
        if (more > 0) gain += more;
      }
      return gain;
    },
    cover(affinities, best) {
      for (let i = 0; i < count; i++) {
        const share = affinities[i]! * scales[i]!;
        if (share > best[i]!) best[i] = share;
      }
    },
  };
}

/**
 * The authors' arithmetic: every tensor of their selector is bfloat16. Softmax and sums are
 * accumulated wider, as torch does on a CPU, and rounded once.
 */
function bfloat16Arithmetic(sums: Float64Array): CoverageArithmetic {
  const count = sums.length;
  const scales = sums.map((sum) => 1 / sum);
  const share = (affinity: number, scale: number): number =>
    roundToBfloat16(roundToBfloat16(affinity * scale) / count);
  // Two roundings raise a number by less than this: most shares need not be rounded to be too low.
  const most = (1 + 2 ** -9) ** 2 / count;
  return {
    gain(affinities, best) {
      let gain = 0;
      for (let i = 0; i < count; i++) {
        const least = best[i]!;
        if (affinities[i]! * scales[i]! * most <= least) continue;
        const more = share(affinities[i]!, scales[i]!) - least;
        if (more > 0) gain += roundToBfloat16(more);
      }
      return roundToBfloat16(gain);
    },
    cover(affinities, best) {
      for (let i = 0; i < count; i++) {
        const own = share(affinities[i]!, scales[i]!);
        if (own > best[i]!) best[i] = own;
      }
    },
  };
}
