/** Numbers that share one scale. */
export const QUANTIZED_BLOCK = 32;

/** A matrix in blocks of `QUANTIZED_BLOCK` along its rows. */
export interface QuantizedMatrix {
  /** u8[rows, blocks, QUANTIZED_BLOCK * bits / 8]; with 4 bits the low half comes first. */
  readonly values: Uint8Array;
  /** f32[rows, blocks] */
  readonly scales: Float32Array;
}

/**
 * Rounds a matrix to 4 or 8 bits, block by block, in the layout of MatMulNBits.
 *
 * The number of largest magnitude m in a block becomes the most negative code, so
 * scale = m / -2^(bits - 1) and w is about (code - 2^(bits - 1)) * scale. The last block
 * of a row is filled up with zeros.
 *
 * Source: onnxruntime, MlasBlockwiseQuantDequant, symmetric case.
 *
 * @param matrix f32[rows, columns]
 * @throws {RangeError} if the length is no multiple of `columns`.
 */
export function quantizeBlockwise(
  matrix: Float32Array,
  columns: number,
  bits: 4 | 8,
): QuantizedMatrix {
  if (columns <= 0 || matrix.length % columns !== 0) {
    throw new RangeError(`quantizeBlockwise: ${matrix.length} numbers are no rows of ${columns}`);
  }
  const rows = matrix.length / columns;
  const blocks = Math.ceil(columns / QUANTIZED_BLOCK);
  const blockBytes = (QUANTIZED_BLOCK * bits) / 8;
  const middle = 2 ** (bits - 1);
  const values = new Uint8Array(rows * blocks * blockBytes);
  const scales = new Float32Array(rows * blocks);
  const codes = new Uint8Array(QUANTIZED_BLOCK);
  for (let block = 0; block < scales.length; block++) {
    const row = Math.trunc(block / blocks);
    const start = row * columns + (block % blocks) * QUANTIZED_BLOCK;
    const end = Math.min(start + QUANTIZED_BLOCK, (row + 1) * columns);
    const scale = Math.fround(largestMagnitude(matrix, start, end) / -middle);
    scales[block] = scale;
    const inverse = scale === 0 ? 0 : 1 / scale;
    codes.fill(middle);
    for (let i = start; i < end; i++) {
      codes[i - start] = Math.min(2 * middle - 1, Math.round(matrix[i]! * inverse) + middle);
    }
    if (bits === 8) values.set(codes, block * blockBytes);
    else packHalves(codes, values, block * blockBytes);
  }
  return { values, scales };
}

/** The number of largest magnitude, with its sign. */
function largestMagnitude(matrix: Float32Array, start: number, end: number): number {
  let largest = 0;
  for (let i = start; i < end; i++) {
    if (Math.abs(matrix[i]!) > Math.abs(largest)) largest = matrix[i]!;
  }
  return largest;
}

function packHalves(codes: Uint8Array, values: Uint8Array, offset: number): void {
  for (let i = 0; i < QUANTIZED_BLOCK; i += 2) {
    values[offset + i / 2] = codes[i]! | (codes[i + 1]! << 4);
  }
}
