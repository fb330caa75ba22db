import type { Benchmark, Item } from '../../benchmark/benchmark.ts';
import { normaliseText } from './normalise.ts';

/** One wording with all rows that ask it. */
export interface Question {
  /** The prompt as the rows give it. */
  readonly text: string;
  readonly normalised: string;
  /** In the benchmark's row order. */
  readonly train: Item[];
  readonly test: Item[];
}

/**
 * The benchmark's distinct wordings. A benchmark of a million rows often asks a few
 * thousand questions; all text work is done once for each of those.
 *
 * @returns Questions sorted by text (UTF-16 code units), so that nothing depends on row order.
 */
export function distinctQuestions(benchmark: Pick<Benchmark, 'test' | 'train'>): Question[] {
  const byText = new Map<string, Question>();
  for (const item of [...benchmark.train, ...benchmark.test]) {
    let question = byText.get(item.prompt);
    if (!question) {
      question = { text: item.prompt, normalised: normaliseText(item.prompt), train: [], test: [] };
      byText.set(item.prompt, question);
    }
    question[item.split].push(item);
  }
  return [...byText.values()].sort((a, b) => (a.text < b.text ? -1 : 1));
}
