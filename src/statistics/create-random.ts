/** A seeded stream of random numbers. Not for secrets. */
export interface RandomSource {
  /** The next integer in [0, 2^32). */
  nextUint32(): number;
  /** The next number in [0, 1), a multiple of 2^-32. */
  nextFloat(): number;
  /**
   * The next integer in [0, bound), every one equally likely.
   *
   * @param bound Integer in [1, 2^32].
   * @throws {RangeError} if bound is not such an integer.
   */
  nextBelow(bound: number): number;
}

const twoTo32 = 2 ** 32;

/** One splitmix32 step: spreads a small seed over all 32 bits. */
function splitmix32(state: number): number {
  let mixed = state;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x21f0aaad);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735a2d97);
  return mixed ^ (mixed >>> 15);
}

/**
 * Seeded random numbers: xoshiro128**, seeded by splitmix32.
 *
 * The same seed gives the same stream on every machine. `nextBelow` multiplies and
 * rejects (Lemire), so no value is favoured, unlike `Math.floor(random * bound)`.
 *
 * Sources: Blackman & Vigna 2021, doi:10.1145/3460772 (xoshiro); Lemire 2019,
 * doi:10.1145/3230636 (unbiased bounded integers).
 *
 * @param seed A non-negative safe integer.
 * @returns The stream, at its beginning.
 * @throws {RangeError} if the seed is not a non-negative safe integer.
 * @example
 * createRandom(0).nextBelow(6); // the same die roll everywhere
 */
export function createRandom(seed: number): RandomSource {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`createRandom: seed must be a non-negative integer, got ${seed}`);
  }
  const state = new Int32Array(4);
  for (let word = 0; word < 4; word++) {
    const counter = Math.imul(word + 1, 0x9e3779b9) + (seed % twoTo32);
    state[word] = splitmix32((counter | 0) ^ Math.imul(Math.floor(seed / twoTo32), 0x85ebca6b));
  }
  if ((state[0]! | state[1]! | state[2]! | state[3]!) === 0) state[0] = 1;

  const nextUint32 = (): number => {
    const second = state[1]!;
    const scrambled = Math.imul(second, 5);
    const result = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const third = state[2]! ^ state[0]!;
    const fourth = state[3]! ^ second;
    state[1] = second ^ third;
    state[0] = state[0]! ^ fourth;
    state[2] = third ^ (second << 9);
    state[3] = (fourth << 11) | (fourth >>> 21);
    return result;
  };
  const nextBelow = (bound: number): number => {
    if (!Number.isInteger(bound) || bound < 1 || bound > twoTo32) {
      throw new RangeError(`nextBelow: bound must be an integer in [1, 2^32], got ${bound}`);
    }
    for (;;) {
      const drawn = nextUint32();
      // The 64-bit product drawn x bound: its low word exactly, then its high word, which
      // rounding recovers because the double's error is below 2^11.
      const low = Math.imul(drawn, bound) >>> 0;
      if (low < bound && low < twoTo32 % bound) continue;
      return Math.floor((drawn * bound - low) / twoTo32 + 0.5);
    }
  };
  return { nextUint32, nextFloat: () => nextUint32() / twoTo32, nextBelow };
}
