import { jaccardSelfJoin } from './jaccard-join.ts';
import { fixedWords, type MinedTemplate } from './mine-templates.ts';
import { numberWords } from './number-words.ts';

/**
 * Joins templates that differ in length or word order but hardly in words.
 *
 * Templates are taken by falling number of rows; each joins the earlier, unjoined template
 * most like it, if the fixed words' Jaccard similarity reaches the threshold. A template
 * without fixed words is left alone.
 *
 * @param templates Templates as mined.
 * @param rowCounts f64[templates], rows behind each template.
 * @param threshold Smallest similarity of fixed words, in (0, 1].
 * @returns i32[templates], the index of the template that each one is joined to; its own
 *   where it stays.
 */
export function mergeTemplates(
  templates: readonly MinedTemplate[],
  rowCounts: readonly number[],
  threshold: number,
): number[] {
  const words = templates.map((template) => fixedWords(template.shape));
  const patterns = templates.map((template) => template.shape.join(' '));
  const byRows = templates.map((_, index) => index);
  byRows.sort((a, b) => rowCounts[b]! - rowCounts[a]! || (patterns[a]! < patterns[b]! ? -1 : 1));
  const sets = wordSets(byRows.map((index) => words[index]!));

  const joinedTo = templates.map((_, index) => index);
  const similarity = new Map<number, number>();
  for (const pair of jaccardSelfJoin(sets, threshold)) {
    const leader = byRows[pair.left]!;
    const follower = byRows[pair.right]!;
    if (joinedTo[leader] !== leader) continue;
    if (pair.jaccard <= (similarity.get(follower) ?? 0)) continue;
    similarity.set(follower, pair.jaccard);
    joinedTo[follower] = leader;
  }
  return joinedTo;
}

function wordSets(texts: readonly (readonly string[])[]): Uint32Array[] {
  const numberOf = numberWords();
  return texts.map((words) => Uint32Array.from(new Set(words.map(numberOf))).sort());
}
