/** What graders said of answers: by score or by pair, recorded elsewhere or asked for by a run. */

/**
 * What came of asking a grader. `scored`: a score, a preference or a tie was read; `unparsed`: no
 * single one could be read; `out-of-range`: one beyond the scale was; `refused`: it declined;
 * `failed`: no text came back; `empty-answer`: there was nothing to judge. Only `scored` ones enter
 * an estimate, all are counted.
 */
export const judgmentOutcomes = [
  'scored',
  'unparsed',
  'out-of-range',
  'refused',
  'failed',
  'empty-answer',
] as const;

export type JudgmentOutcome = (typeof judgmentOutcomes)[number];

/** Something that graders judge answers to. */
export interface JudgedItem {
  /** Key of the test item where there is one, else as the file names it. */
  readonly key: string;
  /** What it shares its luck with: turns of one conversation, items of one image; else its key. */
  readonly cluster: string;
  readonly subset?: string;
}

/** What is known of a candidate's answer to an item. */
export interface AnswerFacts {
  readonly lengthChars: number;
  /** The answer, shortened to 2,000 characters. */
  readonly excerpt: string;
}

interface Columns {
  readonly length: number;
  /** u32[length] each: positions in `graders` and `items`. */
  readonly grader: Uint32Array;
  readonly item: Uint32Array;
  /** u8[length], positions in `judgmentOutcomes`. */
  readonly outcome: Uint8Array;
  /** u32[length] each: position in `files` and line from 1 there. */
  readonly file: Uint32Array;
  readonly line: Uint32Array;
}

/** Judgments of single answers, a row each. Equal grader, item and candidate: repeated grading. */
export interface ScoreColumns extends Columns {
  /** u32[length], positions in `candidates`. */
  readonly candidate: Uint32Array;
  /** f64[length], shares of the scale in [0, 1]; NaN unless the outcome is `scored`. */
  readonly score: Float64Array;
  /** f64[length], what people gave this answer, on the same scale; NaN where nobody did. */
  readonly gold: Float64Array;
}

/** Judgments of two answers beside each other, a row each. */
export interface PairColumns extends Columns {
  /** u32[length] each, positions in `candidates`: in the order shown where it is known. */
  readonly first: Uint32Array;
  readonly second: Uint32Array;
  /** u8[length], 1 where `first` is known to have been shown first. */
  readonly orderKnown: Uint8Array;
  /** f64[length] in [0, 1]: 1 for the first, 0 for the second, 0.5 for a tie; NaN unless `scored`. */
  readonly preference: Float64Array;
  /** f64[length], the preference of people; NaN where nobody has one. */
  readonly gold: Float64Array;
}

/** Judgments column by column, so that a hundred thousand of them take some megabytes. */
export interface Judgments {
  readonly graders: readonly string[];
  /** Positions of the graders that compare words with the reference and are no models; default none. */
  readonly lexical?: readonly number[];
  readonly candidates: readonly string[];
  readonly items: readonly JudgedItem[];
  /** Names of the files that rows come from; `grading` for what a run asked. */
  readonly files: readonly string[];
  /** Ends of the scale on which scores were given, for words in the report: 0 and 10. */
  readonly scale: { readonly lower: number; readonly upper: number };
  readonly scores: ScoreColumns;
  readonly pairs: PairColumns;
  /**
   * Judgments that a run plans of a configured grader and that have no outcome so far, by its name, whether
   * or not the grader has a row; graders without any are left out. Default: nothing is open.
   */
  readonly open?: Readonly<Record<string, number>>;
  /** Undefined where the answer itself is not at hand. */
  answerOf(item: number, candidate: number): AnswerFacts | undefined;
}

/** Position of an outcome in `judgmentOutcomes`. */
export function outcomeCode(outcome: JudgmentOutcome): number {
  return judgmentOutcomes.indexOf(outcome);
}

/** Whether the code is that of `scored`, so that the judgment enters an estimate. */
export function isScored(code: number): boolean {
  return code === SCORED;
}

const SCORED = outcomeCode('scored');
