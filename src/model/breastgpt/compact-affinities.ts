const MANTISSA_BITS = 12;
const SHIFT = 23 - MANTISSA_BITS;
/** Float32 bits of 2^-8: affinities lie between exp(-5) and exp(5), within 2^-8 and 2^8. */
const LEAST_BITS = (127 - 8) << 23;

/** A row of affinities in 16 bits each, every one rounded up, by at most one part in 4,096. */
export function compactRow(affinities: Float32Array): Uint16Array {
  const bits = new Uint32Array(affinities.buffer, affinities.byteOffset, affinities.length);
  const codes = new Uint16Array(bits.length);
  const roundUp = (1 << SHIFT) - 1 - LEAST_BITS;
  for (let i = 0; i < bits.length; i++) codes[i] = (bits[i]! + roundUp) >>> SHIFT;
  return codes;
}

/** Writes the affinities of a compact row to `target`. */
export function expandRow(codes: Uint16Array, target: Float32Array): void {
  const bits = new Uint32Array(target.buffer, target.byteOffset, target.length);
  for (let i = 0; i < codes.length; i++) bits[i] = (codes[i]! << SHIFT) + LEAST_BITS;
}
