import { describe, expect, it } from 'vitest';
import { createRandom } from '../statistics/index.ts';
import { QUANTIZED_BLOCK, type QuantizedMatrix, quantizeBlockwise } from './quantize-blockwise.ts';

/** What the codes stand for, written without the code under test. */
function restore({ values, scales }: QuantizedMatrix, columns: number, bits: 4 | 8): number[] {
  const blocks = Math.ceil(columns / QUANTIZED_BLOCK);
  const rows = scales.length / blocks;
  return Array.from({ length: rows * columns }, (_, i) => {
    const row = Math.trunc(i / columns);
    const column = i % columns;
    const block = row * blocks + Math.trunc(column / QUANTIZED_BLOCK);
    const place = block * QUANTIZED_BLOCK + (column % QUANTIZED_BLOCK);
    const code = bits === 8 ? values[place]! : (values[place >> 1]! >> (4 * (place & 1))) & 15;
    return (code - 2 ** (bits - 1)) * scales[block]!;
  });
}

describe('quantizeBlockwise', () => {
  it.each([4, 8] as const)('stays within one step of every number with %i bits', (bits) => {
    const random = createRandom(7);
    const matrix = Float32Array.from({ length: 3 * 70 }, () => random.nextUint32() / 2 ** 32 - 0.5);
    const restored = restore(quantizeBlockwise(matrix, 70, bits), 70, bits);
    // The opposite sign has one code less, so its extreme may be off by a whole step.
    const step = 0.5 / 2 ** (bits - 1);
    for (const [i, value] of restored.entries()) {
      expect(Math.abs(value - matrix[i]!)).toBeLessThanOrEqual(step * 1.001);
    }
  });

  it('keeps the number of largest magnitude exactly, and zeros', () => {
    const matrix = new Float32Array(64);
    matrix[3] = 0.75;
    const { values, scales } = quantizeBlockwise(matrix, 64, 8);
    // 0.75 / -128; code 0 stands for -128 steps, code 128 for none.
    expect(scales).toEqual(Float32Array.of(-0.005859375, -0));
    expect(values[3]).toBe(0);
    expect(values[4]).toBe(128);
  });

  it('puts the first of two 4-bit codes in the low half', () => {
    const matrix = new Float32Array(32);
    matrix[0] = -8;
    matrix[1] = 7;
    // Scale -8 / -8 = 1: codes 0 and 15.
    expect(quantizeBlockwise(matrix, 32, 4).values[0]).toBe(0xf0);
  });

  it('refuses a length that is no whole number of rows', () => {
    expect(() => quantizeBlockwise(new Float32Array(65), 32, 4)).toThrow(
      new RangeError('quantizeBlockwise: 65 numbers are no rows of 32'),
    );
  });
});
