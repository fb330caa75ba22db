const cjk = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/gu;

/**
 * The set of a text's shingles, each as a 32-bit hash: runs of 5 characters, or of 2 where
 * at least half of the characters are Chinese or Japanese (where 2 characters are a word).
 * A shorter text is one shingle.
 *
 * Two shingles share a hash by chance once in 4e9 pairs, which no question's similarity
 * can feel.
 *
 * @param text Normalised text.
 * @returns u32[shingles], sorted ascending without repeats; empty for an empty text.
 */
export function shingleSet(text: string): Uint32Array {
  if (text === '') return new Uint32Array();
  const length = shingleLength(text);
  const count = Math.max(1, text.length - length + 1);
  const hashes = new Uint32Array(count);
  for (let start = 0; start < count; start++) {
    hashes[start] = hashCharacters(text, start, Math.min(text.length, start + length));
  }
  hashes.sort();
  return withoutRepeats(hashes);
}

function shingleLength(text: string): number {
  // Most texts have no such character at all: look before counting.
  if (!/[\u3040-\u9fff]/.test(text)) return 5;
  return (text.match(cjk)?.length ?? 0) * 2 >= text.length ? 2 : 5;
}

/** FNV-1a over UTF-16 code units, then MurmurHash3's finaliser, so that every bit counts. */
function hashCharacters(text: string, from: number, to: number): number {
  let hash = 0x811c9dc5;
  for (let at = from; at < to; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function withoutRepeats(sorted: Uint32Array): Uint32Array {
  let kept = 0;
  for (let at = 0; at < sorted.length; at++) {
    if (at === 0 || sorted[at] !== sorted[at - 1]) sorted[kept++] = sorted[at]!;
  }
  return sorted.subarray(0, kept);
}
