import type { JudgmentFiles } from '../../benchmark/grading-config.ts';
import type { Reader, RowRemark } from '../../benchmark/readers/reader.ts';
import type { JudgmentOutcome } from '../judgments.ts';

/** Why there is no score or preference. */
export type Unscored = Exclude<JudgmentOutcome, 'scored' | 'empty-answer'>;

/** What a row calls the thing that answers were judged to. */
export interface RowItem {
  /** Its name, as far as files alone tell. */
  readonly name: string;
  /** What a test item may know it by, where that is not `name`. */
  readonly id?: string;
  /** The question's text, where the file repeats it. */
  readonly userText?: string;
  /** Sets apart what one test item holds several of: `#turn2`. */
  readonly part?: string;
  /** What it shares its luck with, where the file says so. */
  readonly cluster?: string;
  readonly subset?: string;
}

/** What one grader said of one answer. */
export interface ScoreRow {
  readonly kind: 'score';
  readonly grader: string | undefined;
  readonly candidate: string;
  /** On the file's scale. */
  readonly score: number | Unscored;
  /** A label by people, on the same scale. */
  readonly gold?: number;
}

/** What one grader said of two answers. */
export interface PairRow {
  readonly kind: 'pair';
  readonly grader: string | undefined;
  readonly first: string;
  readonly second: string;
  /** Whether `first` is known to have been shown first. */
  readonly orderKnown: boolean;
  /** 1 for the first, 0 for the second, 0.5 for a tie. */
  readonly preference: number | Unscored;
  readonly gold?: number;
}

/** What every reader yields for a row. */
export interface JudgmentRow {
  readonly line: number;
  readonly item: RowItem;
  /** Several where a row holds both orders. */
  readonly judgments: readonly (ScoreRow | PairRow)[];
  readonly answers?: readonly { readonly candidate: string; readonly text: string }[];
  readonly remarks?: readonly RowRemark[];
}

/** A row that the config's `where` leaves out. */
export interface FilteredRow {
  readonly line: number;
  readonly filtered: true;
}

/** What readers of judgments may use besides the record. */
export type JudgmentContext = Pick<JudgmentFiles, 'columns' | 'where' | 'grader' | 'labels'> & {
  /** The file's name for messages. */
  readonly file: string;
};

/** A file format of judgments. */
export interface JudgmentReader<Row = JudgmentRow> extends Reader<Row, JudgmentContext> {
  /** Ends of the scale of its scores, where the config names none. */
  readonly scale: readonly [lower: number, upper: number];
}
