import type { SelectorPrecision } from '../media-settings.ts';
import { bfloat16Code, roundToBfloat16 } from './bfloat16.ts';

/** Cosines are divided by it before the softmax. */
export const COVERAGE_TEMPERATURE = 0.2;

/**
 * The numbers of a coverage matrix Q, from rows of a symmetric matrix of cosines: Q_ij =
 * softmax_j(cos_ij / temperature) / count. All rows are taken in, in order, before a
 * column is asked for.
 */
export interface CoverageArithmetic {
  /** By what share the sum of a column may be below its rounded gain. */
  readonly boundSlack: number;
  /** Turns cosines into exp(cosine / temperature), in place. */
  toPowers(cosines: Float32Array): void;
  /** Takes in row i of the powers and writes row i of Q. */
  takeRow(index: number, powers: Float32Array, target: Float64Array): void;
  /** Writes column j of Q, given row j of the powers: they are symmetric. */
  column(powers: Float32Array, target: Float64Array): void;
  /** sum_i max(0, column_i - best_i) */
  gain(column: Float64Array, best: Float64Array): number;
}

/** @param count rows of the matrix. */
export function coverageArithmetic(
  precision: SelectorPrecision,
  count: number,
): CoverageArithmetic {
  return precision === 'float32' ? float32Arithmetic(count) : bfloat16Arithmetic(count);
}

/** Cosines and powers in float32, sums in float64. */
function float32Arithmetic(count: number): CoverageArithmetic {
  const scales = new Float64Array(count);
  return {
    boundSlack: 1e-9,
    toPowers(cosines) {
      // At most exp(5): nothing overflows, so no row needs its maximum taken off.
      for (let i = 0; i < count; i++) cosines[i] = Math.exp(cosines[i]! / COVERAGE_TEMPERATURE);
    },
    takeRow(index, powers, target) {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += powers[i]!;
      const scale = 1 / (sum * count);
      scales[index] = scale;
      for (let i = 0; i < count; i++) target[i] = powers[i]! * scale;
    },
    column(powers, target) {
      for (let i = 0; i < count; i++) target[i] = powers[i]! * scales[i]!;
    },
    gain(column, best) {
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const more = column[i]! - best[i]!;
        if (more > 0) sum += more;
      }
      return sum;
    },
  };
}

/**
 * The authors' arithmetic: every tensor of their selector is bfloat16. Products, softmax and
 * sums are accumulated wider, as torch does on a CPU, and rounded once.
 */
function bfloat16Arithmetic(count: number): CoverageArithmetic {
  const powerOf = bfloat16Powers();
  const scales = new Float64Array(count);
  const share = (power: number, scale: number): number =>
    roundToBfloat16(roundToBfloat16(power * scale) / count);
  return {
    boundSlack: 2 ** -8,
    toPowers(cosines) {
      for (let i = 0; i < count; i++) cosines[i] = powerOf[bfloat16Code(cosines[i]!)]!;
    },
    takeRow(index, powers, target) {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += powers[i]!;
      const scale = 1 / sum;
      scales[index] = scale;
      for (let i = 0; i < count; i++) target[i] = share(powers[i]!, scale);
    },
    column(powers, target) {
      for (let i = 0; i < count; i++) target[i] = share(powers[i]!, scales[i]!);
    },
    gain(column, best) {
      let sum = 0;
      for (let i = 0; i < count; i++) {
        const more = column[i]! - best[i]!;
        if (more > 0) sum += roundToBfloat16(more);
      }
      return roundToBfloat16(sum);
    },
  };
}

/** exp(cosine / temperature) for each bfloat16 cosine, by its upper 16 bits; 0 outside -1.1..1.1. */
function bfloat16Powers(): Float64Array {
  const cosines = new Float32Array(Uint32Array.from({ length: 2 ** 16 }, (_, i) => i << 16).buffer);
  return Float64Array.from(cosines, (cosine) =>
    Math.abs(cosine) < 1.1 ? Math.exp(roundToBfloat16(cosine / COVERAGE_TEMPERATURE)) : 0,
  );
}
