/**
 * The known word that a mistyped one most likely stands for.
 *
 * @param word What was written.
 * @param known Words that exist.
 * @returns The nearest known word within a third of its length in edits (at least one, at most three), else undefined.
 */
export function didYouMean(word: string, known: readonly string[]): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.min(3, Math.max(1, Math.floor(word.length / 3))) + 1;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

/** Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours, one each. */
function editDistance(left: string, right: string): number {
  const table = [Array.from({ length: right.length + 1 }, (_, index) => index)];
  for (let row = 1; row <= left.length; row++) {
    const current = [row];
    for (let column = 1; column <= right.length; column++) {
      const same = left[row - 1] === right[column - 1];
      const swapped = left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1];
      current.push(
        Math.min(
          table[row - 1]![column - 1]! + Number(!same),
          table[row - 1]![column]! + 1,
          current[column - 1]! + 1,
          swapped ? table[row - 2]![column - 2]! + 1 : Number.POSITIVE_INFINITY,
        ),
      );
    }
    table.push(current);
  }
  return table[left.length]![right.length]!;
}
