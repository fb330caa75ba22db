import { createRandom } from '../../statistics/index.ts';

/** Makes signatures whose share of equal places estimates the Jaccard similarity of two sets. */
export interface MinHasher {
  /**
   * @param set u32[elements], any order.
   * @returns i32[permutations].
   */
  signature(set: Uint32Array): Int32Array;
}

/**
 * MinHash with 32-bit multiply-xorshift hashes.
 *
 * Each place j holds the smallest of h_j over the set: y = (x ^ a_j) * b_j with b_j odd, then
 * h_j(x) = (y ^ (y >>> 15)) * c with c odd, all modulo 2^32. `Math.imul` keeps all of it in 32-bit integers; the usual modular hashes need
 * 61 bits and thus BigInt. The estimate's standard error is sqrt(J (1 - J) / permutations).
 * O(permutations x elements).
 *
 * Sources: Broder 1997, doi:10.1109/SEQUEN.1997.666900 (MinHash); Thorup 2015,
 * arXiv:1504.06804 (multiply-shift hashing).
 *
 * @param permutations Places of a signature, at least 1.
 * @param seed Chooses the hashes.
 */
export function createMinHasher(permutations: number, seed: number): MinHasher {
  const random = createRandom(seed);
  const masks = Int32Array.from({ length: permutations }, () => random.nextUint32() | 0);
  const multipliers = Int32Array.from({ length: permutations }, () => random.nextUint32() | 1);
  return {
    signature(set) {
      const smallest = new Int32Array(permutations);
      for (let place = 0; place < permutations; place++) {
        smallest[place] = smallestHash(set, masks[place]!, multipliers[place]!);
      }
      return smallest;
    },
  };
}

function smallestHash(set: Uint32Array, mask: number, multiplier: number): number {
  let smallest = 0x7fffffff;
  for (let at = 0; at < set.length; at++) {
    let hash = Math.imul(set[at]! ^ mask, multiplier);
    hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
    if (hash < smallest) smallest = hash;
  }
  return smallest;
}
