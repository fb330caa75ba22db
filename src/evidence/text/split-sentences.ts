/** A sentence ends at its mark before white space or the end ("3.5 cm" goes on), at a CJK mark, or at a line's end. */
const sentenceEnd = /(?<=[.!?;])(?=\s)|(?<=[。！？；])|\n+/u;

/**
 * Sentences of a report, English or Chinese.
 *
 * @returns Sentences without surrounding white space; those without a letter or digit are dropped.
 * @example
 * splitSentences('No mass. A 3.5 cm cyst.'); // ['No mass.', 'A 3.5 cm cyst.']
 */
export function splitSentences(text: string): string[] {
  return text
    .split(sentenceEnd)
    .map((sentence) => sentence.trim())
    .filter((sentence) => /[\p{L}\p{N}]/u.test(sentence));
}
