import type { Question } from './distinct-questions.ts';

/** How much of each test item's slots occurs in train. */
export interface SlotContamination {
  /** Test item key to the share of its slot words inside an n-gram seen in train; items without slots have none. */
  readonly share: ReadonlyMap<string, number>;
  /** n in words. */
  readonly ngramLength: number;
}

/** N-grams in the slots of more train questions than this are vocabulary ("left lung"), not copies. */
export const vocabularyQuestions = 10;
/** GPT-3 clips n to 8 … 13; most slots hold one to three words, so the lower bound is 3 here. */
const shortestNgram = 3;
const longestNgram = 13;

/**
 * N-gram contamination counted on slots only. Questions from templates collide in their
 * fixed words by design; what could be copied stands in the slots.
 *
 * n follows GPT-3's rule, the 5th percentile of length in words, here of slot runs and
 * clipped to 3 … 13 instead of 8 … 13. A run shorter than n is compared whole: single
 * words of it would be found everywhere. N-grams in the slots of more than 10 distinct
 * train questions are ignored.
 *
 * Sources: Brown et al. 2020, arXiv:2005.14165, appendix C.
 *
 * @param questions Distinct wordings.
 * @param slotRuns string[questions][runs][words], what stands in each question's slots.
 */
export function slotContamination(
  questions: readonly Question[],
  slotRuns: readonly (readonly (readonly string[])[])[],
): SlotContamination {
  const ngramLength = fifthPercentileLength(
    slotRuns.flatMap((runs, index) => (questions[index]!.test.length > 0 ? runs : [])),
  );
  const trainQuestions = countNgrams(questions, slotRuns, ngramLength);
  const share = new Map<string, number>();
  questions.forEach((question, index) => {
    const runs = slotRuns[index]!;
    if (question.test.length === 0 || runs.length === 0) return;
    const seen = runs.reduce(
      (words, run) => words + seenWords(run, ngramLength, trainQuestions),
      0,
    );
    const all = runs.reduce((words, run) => words + run.length, 0);
    for (const item of question.test) share.set(item.key, seen / all);
  });
  return { share, ngramLength };
}

function fifthPercentileLength(runs: readonly (readonly string[])[]): number {
  const lengths = runs.map((run) => run.length).sort((a, b) => a - b);
  const percentile = lengths[Math.floor(0.05 * lengths.length)] ?? 0;
  return Math.min(Math.max(percentile, shortestNgram), longestNgram);
}

function countNgrams(
  questions: readonly Question[],
  slotRuns: readonly (readonly (readonly string[])[])[],
  length: number,
): Map<string, number> {
  const counts = new Map<string, number>();
  slotRuns.forEach((runs, index) => {
    if (questions[index]!.train.length === 0) return;
    const own = new Set(runs.flatMap((run) => ngrams(run, length)));
    for (const ngram of own) counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  });
  return counts;
}

/** N-grams by their start; a run shorter than n is one n-gram. */
function ngrams(run: readonly string[], length: number): string[] {
  const count = Math.max(1, run.length - length + 1);
  return Array.from({ length: count }, (_, start) => run.slice(start, start + length).join(' '));
}

function seenWords(
  run: readonly string[],
  length: number,
  trainQuestions: ReadonlyMap<string, number>,
): number {
  const seen = new Uint8Array(run.length);
  ngrams(run, length).forEach((ngram, start) => {
    const count = trainQuestions.get(ngram) ?? 0;
    if (count >= 1 && count <= vocabularyQuestions) seen.fill(1, start, start + length);
  });
  return seen.reduce((words, each) => words + each, 0);
}
