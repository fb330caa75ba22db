import type { JudgmentColumn } from '../../benchmark/grading-config.ts';
import type { Rejection, RowConverter, RowRemark } from '../../benchmark/readers/reader.ts';
import type { GoodRecord } from '../../benchmark/readers/records.ts';
import { AuditError } from '../../errors.ts';
import { placeNames } from '../place-names.ts';
import { answersOf, cellNumber, cellText, joinedText } from './cells.ts';
import type {
  JudgmentContext,
  JudgmentReader,
  JudgmentRow,
  PairRow,
  RowItem,
} from './judgment-row.ts';
import { parseWinner } from './winner.ts';

type Row = GoodRecord['value'];

const noWords = new Set(['', '0', '0.0', 'false', 'no', 'n', 'none', 'null']);

/**
 * Judgments in columns of any names, which the config's column map tells: CSV, TSV, JSON or JSON
 * Lines. With a `score` a row judges one answer, with a `winner` two.
 *
 * `winner` and `gold` name the answers as the columns list them; where `swapped` holds something
 * true, the second of them was shown first. Without columns for their names they are `answer 1` and
 * `answer 2`.
 */
export const table: JudgmentReader = {
  id: 'table',
  scale: [0, 10],
  sniff: (_sample, columns) => Object.keys(columns).length > 0,
  open: (context) => new TableConverter(context),
};

class TableConverter implements RowConverter<JudgmentRow> {
  readonly #context: JudgmentContext;
  /** Columns that the config names and no row has had so far. */
  readonly #missing: Set<string>;

  constructor(context: JudgmentContext) {
    this.#context = context;
    this.#missing = new Set(Object.values(context.columns).flat());
  }

  convert({ line, value }: GoodRecord): JudgmentRow | Rejection {
    for (const name of this.#missing) if (name in value) this.#missing.delete(name);
    const item = this.#itemOf(value);
    if (!item) return { line, rejected: 'no-name', detail: 'the row names no item' };
    return this.#context.columns.winner
      ? this.#pair(line, value, item)
      : this.#score(line, value, item);
  }

  /** @throws {AuditError} if the config names a column that no row has. */
  finish(): readonly JudgmentRow[] {
    const [missing] = this.#missing;
    if (missing === undefined) return [];
    throw new AuditError({
      code: 'column-missing',
      location: this.#context.file,
      problem: `no row has the column "${missing}"`,
      remedy: 'mend its name under "columns" of this file in the config',
    });
  }

  #score(line: number, row: Row, item: RowItem): JudgmentRow | Rejection {
    const candidate = this.#text(row, 'candidate');
    if (candidate === undefined)
      return { line, rejected: 'no-name', detail: 'the row names no candidate' };
    const cell = this.#text(row, 'score');
    const score = cellNumber(cell);
    const gold = cellNumber(this.#text(row, 'gold'));
    return {
      line,
      item,
      judgments: [
        {
          kind: 'score',
          grader: this.#grader(row),
          candidate,
          score: score ?? 'unparsed',
          ...(gold !== undefined && { gold }),
        },
      ],
      answers: answersOf([candidate, this.#raw(row, 'answer')]),
      remarks: score === undefined ? unreadable('score', cell) : [],
    };
  }

  #pair(line: number, row: Row, item: RowItem): JudgmentRow | Rejection {
    const { columns, file } = this.#context;
    const contestants = {
      first: columns.first ? this.#text(row, 'first') : placeNames.first,
      second: columns.second ? this.#text(row, 'second') : placeNames.second,
    };
    const { first, second } = contestants;
    if (first === undefined || second === undefined)
      return { line, rejected: 'no-name', detail: 'the row does not name both candidates' };
    const read = (column: JudgmentColumn): number | undefined =>
      parseWinner(this.#text(row, column), { first, second }, `${file}:${line}`);
    const [preference, gold] = [read('winner'), read('gold')];
    const judgment: PairRow = {
      kind: 'pair',
      grader: this.#grader(row),
      first,
      second,
      orderKnown: columns.swapped !== undefined || columns.first !== undefined,
      preference: preference ?? 'unparsed',
      ...(gold !== undefined && { gold }),
    };
    const answers = answersOf(
      [first, this.#raw(row, 'firstAnswer')],
      [second, this.#raw(row, 'secondAnswer')],
    );
    return {
      line,
      item,
      judgments: [this.#isSwapped(row) ? swapped(judgment) : judgment],
      answers,
      remarks: preference === undefined ? unreadable('winner', this.#text(row, 'winner')) : [],
    };
  }

  #itemOf(row: Row): RowItem | undefined {
    const name = this.#text(row, 'item');
    const [cluster, subset] = [this.#text(row, 'cluster'), this.#text(row, 'subset')];
    return name === undefined
      ? undefined
      : {
          name,
          ...(cluster !== undefined && { cluster }),
          ...(subset !== undefined && { subset }),
        };
  }

  #grader(row: Row): string | undefined {
    return this.#text(row, 'grader') ?? this.#context.grader;
  }

  #isSwapped(row: Row): boolean {
    return !noWords.has((this.#text(row, 'swapped') ?? '').toLowerCase());
  }

  #text(row: Row, column: JudgmentColumn): string | undefined {
    return joinedText(row, this.#context.columns[column] ?? []);
  }

  /** An answer as it is: an empty one is one too. */
  #raw(row: Row, column: JudgmentColumn): string | undefined {
    const names = this.#context.columns[column] ?? [];
    const given = names.filter((name) => name in row);
    return given.length === 0 ? undefined : given.map((name) => answerText(row[name])).join('\n');
  }
}

/** The same judgment in the order in which the grader saw the answers. */
function swapped(judgment: PairRow): PairRow {
  const { first, second, preference, gold } = judgment;
  return {
    ...judgment,
    first: second,
    second: first,
    preference: typeof preference === 'number' ? 1 - preference : preference,
    ...(gold !== undefined && { gold: 1 - gold }),
  };
}

function unreadable(what: string, cell: string | undefined): readonly RowRemark[] {
  const detail =
    cell === undefined
      ? `the ${what} is empty`
      : `the ${what} "${cell.slice(0, 60)}" is not understood`;
  return [{ reason: 'unparsed', detail }];
}

function answerText(value: unknown): string {
  return typeof value === 'string' ? value : (cellText(value) ?? '');
}
