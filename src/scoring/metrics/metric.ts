import type { Item, Track } from '../../benchmark/benchmark.ts';

/** One way to score an answer in [0, 1]. */
export interface Metric {
  readonly name: string;
  readonly title: string;
  /** Tracks on which the number means something. */
  readonly tracks: readonly Track[];
  /** Whether the score depends on an extracted answer; if not, the extractor is `none`. */
  readonly usesExtractor: boolean;
  /**
   * @param item The item with its reference.
   * @param text The answering part of a response, as `answerText` gives it.
   * @param answer The extracted answer; null when none could be read or none is used.
   * @returns A score in [0, 1].
   */
  score(item: Item, text: string, answer: string | null): number;
}
