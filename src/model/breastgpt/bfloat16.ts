const number = new Float32Array(1);
const bits = new Uint32Array(number.buffer);

/** The nearest bfloat16 number, halves to even; finite numbers only. */
export function roundToBfloat16(value: number): number {
  number[0] = value;
  const word = bits[0]!;
  bits[0] = (word + 0x7fff + ((word >>> 16) & 1)) & 0xffff0000;
  return number[0]!;
}
