/**
 * A seed of its own for each named use of one run's seed.
 *
 * Two analyses that draw from the same seed would share their luck; a label keeps
 * them apart and keeps each the same when another is added. FNV-1a over the seed and
 * the label's UTF-16 units, finished with MurmurHash3's mixer.
 *
 * @param seed A non-negative safe integer.
 * @param label What the numbers are for: `image-reuse/null-pairs`.
 * @returns An integer in [0, 2^32).
 * @throws {RangeError} if the seed is not a non-negative safe integer.
 */
export function deriveSeed(seed: number, label: string): number {
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`deriveSeed: seed must be a non-negative integer, got ${seed}`);
  }
  let hash = 0x811c9dc5;
  const text = `${seed}/${label}`;
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
