import type { Item } from '../../benchmark/benchmark.ts';

/** One way to read the answer from a response. */
export interface Extractor {
  readonly name: string;
  /** What it accepts, for a reader of the report. */
  readonly title: string;
  /**
   * @param text The answering part of a response, as `answerText` gives it.
   * @param item The item that was asked.
   * @returns An option's label, `yes` or `no`, or normalised text; null when there is no answer.
   */
  extract(text: string, item: Item): string | null;
}
