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
  /**
   * Fills `target` with what as many calls of `nextBelow(bound)` would return, several times faster.
   *
   * @param target Overwritten.
   * @param bound Integer in [1, 2^32].
   * @throws {RangeError} if bound is not such an integer.
   */
  fillBelow(target: Uint32Array, bound: number): void;
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
  if (state.every((word) => word === 0)) state[0] = 1;
  return randomFromState(state);
}

/** The stream that starts at four words of state, not all 0; the words are used up. */
export function randomFromState(state: Int32Array): RandomSource {
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
  const single = new Uint32Array(1);
  return {
    nextUint32,
    nextFloat: () => nextUint32() / twoTo32,
    nextBelow: (bound) => {
      fillBelow(state, single, bound);
      return single[0]!;
    },
    fillBelow: (target, bound) => fillBelow(state, target, bound),
  };
}

/** The generator's step unrolled into the loop, its state in local variables: bootstraps live here. */
function fillBelow(state: Int32Array, target: Uint32Array, bound: number): void {
  if (!Number.isInteger(bound) || bound < 1 || bound > twoTo32) {
    throw new RangeError(`createRandom: bound must be an integer in [1, 2^32], got ${bound}`);
  }
  let first = state[0]!;
  let second = state[1]!;
  let third = state[2]!;
  let fourth = state[3]!;
  // Of the products drawn x bound, those with a low word under this would favour some values.
  const rejected = twoTo32 % bound;
  for (let index = 0; index < target.length; ) {
    const scrambled = Math.imul(second, 5);
    const drawn = Math.imul((scrambled << 7) | (scrambled >>> 25), 9) >>> 0;
    const shifted = second << 9;
    third ^= first;
    fourth ^= second;
    second ^= third;
    first ^= fourth;
    third ^= shifted;
    fourth = (fourth << 11) | (fourth >>> 21);
    const low = Math.imul(drawn, bound) >>> 0;
    // The high word: the double product is off by less than 2^11, which rounding absorbs.
    if (low >= rejected) target[index++] = (drawn * bound - low) / twoTo32 + 0.5;
  }
  state[0] = first;
  state[1] = second;
  state[2] = third;
  state[3] = fourth;
}
