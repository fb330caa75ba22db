import type { AnswerOption, Box } from '../benchmark.ts';
import type { ColumnMeaning } from '../config-schema.ts';
import type { Container, GoodRecord } from './records.ts';

/** The beginning of a file: what a reader is chosen by. */
export interface FileSample {
  readonly container: Container;
  /** The first readable records, at most five. */
  readonly records: readonly GoodRecord[];
}

/** What a reader may use besides the record. */
export interface ReadContext {
  /** The config's column map. */
  readonly columns: Readonly<Partial<Record<ColumnMeaning, string>>>;
  /** Stores the bytes of a picture that the file itself holds; returns its name `inline:<16 hex>`. */
  readonly storeInline: (bytes: Buffer) => string;
}

/** A remark about a row that is kept. */
export interface RowRemark {
  readonly reason: string;
  readonly detail: string;
}

/** What every reader yields for a row of a dataset, before ids, fields and duplicates are dealt with. */
export interface DatasetRow {
  readonly line: number;
  readonly id?: string;
  readonly system?: string;
  /** The user's text as the row writes it, media placeholders included. */
  readonly userText: string;
  /** The question where it differs from the user text without placeholders. */
  readonly question?: string;
  /** Options that the row gives apart from the text. */
  readonly options: readonly AnswerOption[];
  /** Empty when the row gives none. */
  readonly answer: string;
  /** Further answers that the row accepts. */
  readonly alternatives?: readonly string[];
  readonly answerType?: string;
  readonly boxes: readonly Box[];
  /** Media paths as the row writes them, or `inline:` names. */
  readonly media: readonly string[];
  /** All columns of the row, for ids, fields and attributes. */
  readonly columns: Readonly<Record<string, unknown>>;
  /** Columns that are already in the fields above and are no attributes. */
  readonly consumed: ReadonlySet<string>;
  readonly remarks: readonly RowRemark[];
}

/** What every reader yields for a recorded answer. */
export interface PredictionRow {
  readonly line: number;
  readonly id?: string;
  /** The user's text, where the file repeats it: joins rows without id, and guards against ids of another set. */
  readonly userText?: string;
  readonly media?: readonly string[];
  readonly text: string;
  /** The reference answer that the recording was made against, where it is kept. */
  readonly reference?: string;
  readonly truncated: boolean;
}

/** A row that can't be used, with the reason. */
export interface Rejection {
  readonly line: number;
  /** kebab-case, as in the ledger: `no-prediction`, `failed-request`. */
  readonly rejected: string;
  readonly detail: string;
}

/** Turns records into rows; made anew for each file, because some formats refer to earlier rows. */
export interface RowConverter<Row> {
  /** The row; undefined when it has to wait for later records. */
  convert(record: GoodRecord): Row | Rejection | undefined;
  /** Rows that have waited, at the end of the file. */
  finish?(): readonly (Row | Rejection)[];
}

/** What readers of any kind of row are given: at least a column map. */
export interface ColumnContext {
  readonly columns: Readonly<Record<string, unknown>>;
}

/** One file format. `readers/index.ts` lists them; the first whose `sniff` accepts the sample reads the file. */
export interface Reader<Row, Context extends ColumnContext = ReadContext> {
  /** As shown in the ledger: `ms-swift`, `vqa-json`. */
  readonly id: string;
  sniff(sample: FileSample, columns: Context['columns']): boolean;
  open(context: Context): RowConverter<Row>;
}
