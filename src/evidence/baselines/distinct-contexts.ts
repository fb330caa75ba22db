import { type AnswerCounts, countAnswers, countAnswersBy, totalCount } from './count-answers.ts';
import type { LabelledRow } from './text-row.ts';

/** Distinct questions that a learning method is fitted on at most: the most frequent ones. */
const contextLimit = 20_000;
/** Answers that a classifier tells apart at most: the most frequent ones. */
const answerLimit = 300;

/** A question with its options, and how often each answer was right. */
export interface DistinctContext {
  readonly context: string;
  readonly counts: AnswerCounts;
  /** Train rows behind it. */
  readonly total: number;
}

/** Train rows grouped by question and options, most frequent first, then in order of occurrence. */
export function distinctContexts(train: readonly LabelledRow[]): DistinctContext[] {
  return [...countAnswersBy(train, (row) => row.context)]
    .map(([context, counts]) => ({ context, counts, total: totalCount(counts) }))
    .sort((a, b) => b.total - a.total)
    .slice(0, contextLimit);
}

/**
 * The answers that a classifier tells apart: those given at least twice (all when none is),
 * 300 at most, most frequent first. Rarer answers can't be learnt from one example.
 */
export function learnableAnswers(train: readonly LabelledRow[]): string[] {
  const counts = [...countAnswers(train)];
  const repeated = counts.filter(([, count]) => count >= 2);
  return (repeated.length > 0 ? repeated : counts)
    .sort((a, b) => b[1] - a[1])
    .slice(0, answerLimit)
    .map(([answer]) => answer);
}
