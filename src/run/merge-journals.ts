import { open, rename, writeFile } from 'node:fs/promises';
import { AuditError } from '../errors.ts';
import { headerLine, type JournalContent, readJournal } from './journal.ts';
import { takeLock } from './journal-lock.ts';
import { type JournalRow, outcomeOf, preferredRow, writeRow } from './journal-row.ts';

/** What a merge came to. */
export interface MergedJournals {
  readonly rows: number;
  /** Requests that more than one journal answered. */
  readonly repeated: number;
  /** Of those, requests whose answers differ; the one that sorts first counts. */
  readonly differing: number;
  /** Lines that could not be read, with their place. */
  readonly broken: readonly string[];
}

/**
 * Joins the journals of several machines by request. Rows are sorted by key, so that the order in
 * which journals are named, or were written, changes nothing.
 *
 * @param output may be one of the inputs: it is replaced when all is read.
 * @throws {AuditError} for a file that is no journal, journals of different benchmarks, or an output
 *   that another process is writing.
 */
export async function mergeJournals(
  paths: readonly string[],
  output: string,
): Promise<MergedJournals> {
  const contents: JournalContent[] = [];
  for (const path of paths) contents.push(await readJournal(path));
  const [benchmark] = contents.flatMap((content) => content.benchmark ?? []);
  for (const [index, content] of contents.entries()) {
    if ((content.benchmark ?? benchmark) !== benchmark)
      throw foreign(paths[index]!, content.benchmark!, benchmark!);
  }
  const { rows, ...counts } = join(contents);
  await writeJournal(output, benchmark ?? '', rows);
  const broken = contents.flatMap((content, index) =>
    content.broken.map(({ line, problem }) => `${paths[index]}:${line}: ${problem}`),
  );
  return { rows: rows.length, ...counts, broken };
}

/** Writes beside the output, then takes its place: nobody sees half of it. */
async function writeJournal(
  output: string,
  benchmark: string,
  rows: readonly JournalRow[],
): Promise<void> {
  const lock = await takeLock(output);
  try {
    const unfinished = `${output}.unfinished`;
    const file = await open(unfinished, 'w');
    try {
      await writeFile(file, linesOf(benchmark, rows));
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(unfinished, output);
  } finally {
    await lock.release();
  }
}

/** @yields the lines of a journal; all of them together may be longer than a string can be. */
function* linesOf(benchmark: string, rows: readonly JournalRow[]): Generator<string> {
  yield headerLine(benchmark);
  for (const row of rows) yield writeRow(row);
}

interface JoinedRows extends Pick<MergedJournals, 'repeated' | 'differing'> {
  /** By rising key. */
  readonly rows: readonly JournalRow[];
}

function join(contents: readonly JournalContent[]): JoinedRows {
  const rows = new Map<string, JournalRow>();
  const answers = new Map<string, string[]>();
  for (const row of contents.flatMap((content) => [...content.rows.values()])) {
    const known = rows.get(row.key);
    rows.set(row.key, known === undefined ? row : preferredRow(known, row));
    if (row.answer === undefined) continue;
    answers.set(row.key, [...(answers.get(row.key) ?? []), outcomeOf(row)]);
  }
  const repeats = [...answers.values()].filter(({ length }) => length > 1);
  return {
    rows: [...rows.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
    repeated: repeats.length,
    differing: repeats.filter((outcomes) => new Set(outcomes).size > 1).length,
  };
}

function foreign(path: string, found: string, expected: string): AuditError {
  return new AuditError({
    code: 'journal-foreign',
    location: path,
    problem: `is the journal of "${found}", the first one of "${expected}"`,
    remedy: 'merge journals of one benchmark',
  });
}
