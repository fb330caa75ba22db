import type { RandomSource } from './create-random.ts';

const twoTo32 = 2 ** 32;

/**
 * Draws without replacement: shuffles `count` members of a pool to its front, in place.
 *
 * However the pool stands before, every set of `count` members is equally likely (the first steps
 * of Fisher and Yates' shuffle), so that one pool serves any number of draws. The bounded integers
 * are Lemire's, of which the costly remainder is taken only where it could matter.
 *
 * Sources: Fisher & Yates 1938 (shuffle), as Durstenfeld 1964, doi:10.1145/364520.364540; Lemire
 * 2019, doi:10.1145/3230636.
 *
 * @param pool Reordered.
 * @param count At most the pool's length.
 */
export function shuffleHead(
  pool: Uint32Array | Uint16Array,
  count: number,
  random: RandomSource,
): void {
  const size = pool.length;
  for (let place = 0; place < count; place++) {
    const bound = size - place;
    let drawn = random.nextUint32();
    let low = Math.imul(drawn, bound) >>> 0;
    while (low < bound && low < twoTo32 % bound) {
      drawn = random.nextUint32();
      low = Math.imul(drawn, bound) >>> 0;
    }
    // The high word; rounding absorbs what the double product is off by.
    const other = place + (((drawn * bound - low) / twoTo32 + 0.5) >>> 0);
    const member = pool[other]!;
    pool[other] = pool[place]!;
    pool[place] = member;
  }
}
