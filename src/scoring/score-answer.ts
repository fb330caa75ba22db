import type { Item } from '../benchmark/benchmark.ts';
import type { Metric } from './metrics/index.ts';

/**
 * Scores an answer against the reference and every alternative that the row accepts: the best
 * of them counts.
 *
 * @param text The answering part of a response, as `answerText` gives it.
 * @param answer The extracted answer; null when none could be read or none is used.
 * @returns A score in [0, 1].
 */
export function scoreAnswer(
  metric: Metric,
  item: Item,
  text: string,
  answer: string | null,
): number {
  const score = metric.score(item, text, answer);
  if (item.alternatives === undefined || score === 1) return score;
  const others = item.alternatives.map((alternative) =>
    metric.score({ ...item, answer: alternative }, text, answer),
  );
  return Math.max(score, ...others);
}
