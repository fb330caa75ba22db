/**
 * Numbers words from 0 in the order in which they are first met, so that sets and sequences
 * of words can be compared as integers.
 */
export function numberWords(): (word: string) => number {
  const numbers = new Map<string, number>();
  return (word) => {
    const known = numbers.get(word);
    if (known !== undefined) return known;
    numbers.set(word, numbers.size);
    return numbers.size - 1;
  };
}
