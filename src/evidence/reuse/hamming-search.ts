import { loadHammingKernel } from './hamming-kernel.ts';

/** Targets scanned at a time: 512 KB of hashes, which stays in the processor's cache. */
const blockTargets = 65_536;

/** What to compare with what. */
export interface HammingSearch {
  /** u32[queries, hashes, 2]: each query's hashes, low word first. */
  readonly queries: Uint32Array;
  /** Hashes of each query: 1 for upright only, 8 for all symmetries. */
  readonly hashes: 1 | 8;
  /** u32[targets, 2]. */
  readonly targets: Uint32Array;
  /** Largest distance that counts, in bits. */
  readonly radiusBits: number;
}

/**
 * Every (query, target) whose distance, smallest over the query's hashes, lies within a radius.
 * All pairs are compared, so nothing is missed. Pairs come block by block of targets, within
 * a block by query and then by target.
 *
 * @param visit Called with the indices of query and target.
 */
export async function searchHamming(
  { queries, hashes, targets, radiusBits }: HammingSearch,
  visit: (query: number, target: number) => void,
): Promise<void> {
  const queryWords = 2 * hashes;
  const queryCount = queries.length / queryWords;
  const targetCount = targets.length / 2;
  const queryAt = 8 * blockTargets;
  const foundAt = queryAt + 4 * queryWords;
  const kernel = await loadHammingKernel(hashes, foundAt + 4 * blockTargets);
  const words = new Uint32Array(kernel.memory.buffer);
  for (let start = 0; start < targetCount; start += blockTargets) {
    const count = Math.min(blockTargets, targetCount - start);
    words.set(targets.subarray(2 * start, 2 * (start + count)), 0);
    for (let query = 0; query < queryCount; query++) {
      words.set(queries.subarray(query * queryWords, (query + 1) * queryWords), queryAt / 4);
      const found = kernel.scan(queryAt, 0, 8 * count, BigInt(radiusBits), foundAt);
      for (let i = 0; i < found; i++) visit(query, start + words[foundAt / 4 + i]!);
    }
  }
}

/** Bits that differ between two hashes of two words each. */
export function hammingDistance(a: Uint32Array, atA: number, b: Uint32Array, atB: number): number {
  return bitCount(a[atA]! ^ b[atB]!) + bitCount(a[atA + 1]! ^ b[atB + 1]!);
}

/** Bits set in a 32-bit word, added up in parallel. */
function bitCount(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555);
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Which of eight query hashes lies nearest to a target's, and how near; the first of equals. */
export function nearestSymmetry(
  query: Uint32Array,
  atQuery: number,
  target: Uint32Array,
  atTarget: number,
): { readonly symmetry: number; readonly distanceBits: number } {
  let symmetry = 0;
  let distanceBits = 65;
  for (let i = 0; i < 8; i++) {
    const distance = hammingDistance(query, atQuery + 2 * i, target, atTarget);
    if (distance < distanceBits) {
      symmetry = i;
      distanceBits = distance;
    }
  }
  return { symmetry, distanceBits };
}
