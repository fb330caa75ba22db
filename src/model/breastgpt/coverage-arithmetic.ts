import type { SelectorPrecision } from '../media-settings.ts';
import { roundToBfloat16 } from './bfloat16.ts';

/**
 * The numbers of a coverage matrix Q, from rows of a symmetric matrix of affinities:
 * Q_ij = affinity_ij / sum_j affinity_ij / count. All rows are taken in before anything
 * is asked of a column.
 */
export interface CoverageArithmetic {
  /** By what share the sum of a column may be below its rounded gain. */
  readonly boundSlack: number;
  /** Takes in row i of the affinities and adds row i of Q to `sums`. */
  takeRow(index: number, affinities: Float32Array, sums: Float64Array): void;
  /** sum_i max(0, Q_ij - best_i), given row j of the affinities: they are symmetric. */
  gain(affinities: Float32Array, best: Float64Array): number;
  /** best_i = max(best_i, Q_ij), given row j of the affinities. */
  cover(affinities: Float32Array, best: Float64Array): void;
}

/** @param count rows of the matrix. */
export function coverageArithmetic(
  precision: SelectorPrecision,
  count: number,
): CoverageArithmetic {
  return precision === 'float32' ? float32Arithmetic(count) : bfloat16Arithmetic(count);
}

/** Affinities in float32, everything after them in float64. */
function float32Arithmetic(count: number): CoverageArithmetic {
  const scales = new Float64Array(count);
  return {
    boundSlack: 1e-9,
    takeRow(index, affinities, sums) {
      const scale = 1 / (sumOf(affinities) * count);
      scales[index] = scale;
      for (let i = 0; i < count; i++) sums[i] = sums[i]! + affinities[i]! * scale;
    },
    gain(affinities, best) {
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const more = affinities[i]! * scales[i]! - best[i]!;
        if (more > 0) sum += more;
      }
      return sum;
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
function bfloat16Arithmetic(count: number): CoverageArithmetic {
  const scales = new Float64Array(count);
  const share = (affinity: number, scale: number): number =>
    roundToBfloat16(roundToBfloat16(affinity * scale) / count);
  return {
    boundSlack: 2 ** -8,
    takeRow(index, affinities, sums) {
      const scale = 1 / sumOf(affinities);
      scales[index] = scale;
      for (let i = 0; i < count; i++) sums[i] = sums[i]! + share(affinities[i]!, scale);
    },
    gain(affinities, best) {
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const more = share(affinities[i]!, scales[i]!) - best[i]!;
        if (more > 0) sum += roundToBfloat16(more);
      }
      return roundToBfloat16(sum);
    },
    cover(affinities, best) {
      for (let i = 0; i < count; i++) {
        const own = share(affinities[i]!, scales[i]!);
        if (own > best[i]!) best[i] = own;
      }
    },
  };
}

function sumOf(affinities: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < affinities.length; i++) sum += affinities[i]!;
  return sum;
}
