import type { GradingConfig } from '../benchmark/grading-config.ts';
import { deriveSeed } from '../statistics/index.ts';
import type { JudgedAnswer } from './judged-answers.ts';

/** One answer, or two in the order in which they are shown. */
export type JudgedAnswers =
  | readonly [JudgedAnswer]
  | readonly [first: JudgedAnswer, second: JudgedAnswer];

/** Options of `chosenPairs`. */
export interface ChosenPairsOptions extends Pick<GradingConfig, 'pairs' | 'swap'> {
  readonly isCandidate: (model: string) => boolean;
  readonly seed: number;
  readonly itemKey: string;
}

/**
 * The pairs of answers to one item: both orders of each or, without `swap`, one that is drawn for item
 * and pair, the same for every grader.
 */
export function chosenPairs(
  answers: readonly JudgedAnswer[],
  { pairs, swap, isCandidate, seed, itemKey }: ChosenPairsOptions,
): readonly JudgedAnswers[] {
  return answers.flatMap((one, index) =>
    answers.slice(index + 1).flatMap((other): JudgedAnswers[] => {
      const isWanted =
        pairs === 'all' || isCandidate(one.candidate) || isCandidate(other.candidate);
      if (!isWanted) return [];
      const orders: readonly JudgedAnswers[] = [
        [one, other],
        [other, one],
      ];
      if (swap) return [...orders];
      const label = `grading/order/${JSON.stringify([itemKey, one.candidate, other.candidate])}`;
      return [orders[deriveSeed(seed, label) % 2]!];
    }),
  );
}
