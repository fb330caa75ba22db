import { rename, writeFile } from 'node:fs/promises';
import { AuditError } from '../errors.ts';
import { headerLine, readJournal } from './journal.ts';
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
 * @throws {AuditError} for a file that is no journal, or journals of different benchmarks.
 */
export async function mergeJournals(
  paths: readonly string[],
  output: string,
): Promise<MergedJournals> {
  const rows = new Map<string, JournalRow>();
  const broken: string[] = [];
  const answered = new Map<string, Set<string>>();
  let repeated = 0;
  let benchmark: string | undefined;
  for (const path of paths) {
    const content = await readJournal(path);
    benchmark ??= content.benchmark;
    if (content.benchmark !== undefined && content.benchmark !== benchmark)
      throw foreign(path, content.benchmark, benchmark!);
    broken.push(...content.broken.map(({ line, problem }) => `${path}:${line}: ${problem}`));
    for (const row of content.rows.values()) {
      const known = rows.get(row.key);
      rows.set(row.key, known === undefined ? row : preferredRow(known, row));
      if (row.answer === undefined) continue;
      const outcomes = answered.get(row.key) ?? new Set();
      if (outcomes.size > 0) repeated += 1;
      answered.set(row.key, outcomes.add(outcomeOf(row)));
    }
  }
  const sorted = [...rows.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  const unfinished = `${output}.unfinished`;
  await writeFile(unfinished, headerLine(benchmark ?? '') + sorted.map(writeRow).join(''));
  await rename(unfinished, output);
  const differing = [...answered.values()].filter((outcomes) => outcomes.size > 1).length;
  return { rows: sorted.length, repeated, differing, broken };
}

function foreign(path: string, found: string, expected: string): AuditError {
  return new AuditError({
    code: 'journal-foreign',
    location: path,
    problem: `is the journal of "${found}", the first one of "${expected}"`,
    remedy: 'merge journals of one benchmark',
  });
}
