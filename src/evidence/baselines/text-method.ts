import type { Track } from '../../benchmark/benchmark.ts';
import type { Metric } from '../../scoring/index.ts';
import type { LabelledRow, TextRow } from './text-row.ts';

/** Answers by content with a score each, the higher the better; insertion order breaks ties. */
export type ScoredAnswers = ReadonlyMap<string, number>;

/** A fitted baseline: scored answers for a row, the most specific first, then what to fall back on. */
export type TextModel = (row: TextRow) => readonly ScoredAnswers[];

/** A way to answer without the image, before it is fitted. */
export interface TextMethod {
  readonly name: string;
  readonly title: string;
  /** Whether the method says anything about a track with such rows. */
  serves(track: Track, train: readonly LabelledRow[], test: readonly TextRow[]): boolean;
  /**
   * @param train Rows with known answers, never those it will be asked about.
   * @param metric The track's headline metric, for methods that optimise it.
   */
  fit(train: readonly LabelledRow[], metric: Metric): TextModel;
}

/** Closed and open questions: every method but the special ones. */
export function servesText(track: Track): boolean {
  return track === 'closed' || track === 'open';
}
