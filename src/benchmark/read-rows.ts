import { AuditError } from '../errors.ts';
import type { Ledger } from './ledger.ts';
import { chooseReader } from './readers/index.ts';
import { openRecords } from './readers/open-records.ts';
import type { ColumnContext, Reader, Rejection } from './readers/reader.ts';
import type { FileRecord, GoodRecord } from './readers/records.ts';

/** One file to read. */
export interface RowFile {
  /** Absolute path. */
  readonly path: string;
  /** Name in results: relative to its folder, `/`-separated. */
  readonly file: string;
}

/** What a file was, once it is read to the end. */
export interface ReadFacts {
  readonly format: string;
  readonly sha256: string;
}

const sampleSize = 5;

/**
 * Reads a file row by row: sniffs its format, counts every row in the ledger and hands the good ones on.
 *
 * @param readers Candidates in order.
 * @param openLedger Makes the ledger once the format is known.
 * @param use Given each row that could be read; it decides whether the row is kept.
 * @throws {AuditError} for a file that is missing, empty, of unknown format or broken beyond a row.
 */
export async function readRows<
  Row extends { readonly line: number },
  Context extends ColumnContext,
>(
  source: RowFile,
  readers: readonly Reader<Row, Context>[],
  context: Context,
  openLedger: (format: string) => Ledger,
  use: (row: Row, ledger: Ledger) => void,
  onBytes?: (count: number) => void,
): Promise<ReadFacts> {
  const records = await sampleOf(source);
  const reader = chooseReader(readers, records, context.columns, source.file);
  const converter = reader.open(context);
  const ledger = openLedger(reader.id);
  const opened = await openRecords(source.path, source.file, onBytes);
  const take = (row: Row | Rejection | undefined): void => {
    if (row === undefined) return;
    if ('rejected' in row) ledger.drop(row.rejected, row.line, row.detail);
    else use(row, ledger);
  };
  for await (const batch of opened.records) {
    for (const record of batch) {
      ledger.read++;
      if (isGood(record)) {
        if (record.nonFinite)
          ledger.note(
            'not-a-number',
            'kept',
            record.line,
            'NaN or Infinity is read as an empty cell',
          );
        take(converter.convert(record));
      } else ledger.drop(record.reason, record.line, record.broken);
    }
  }
  converter.finish?.().forEach(take);
  return { format: reader.id, sha256: opened.sha256() };
}

/** The first good records of a file; broken ones before them are passed over. */
async function sampleOf(
  source: RowFile,
): Promise<{ container: 'json-array' | 'json-lines' | 'delimited'; records: GoodRecord[] }> {
  const { container, records } = await openRecords(source.path, source.file);
  const found: GoodRecord[] = [];
  let firstBroken: Exclude<FileRecord, GoodRecord> | undefined;
  for await (const batch of records) {
    for (const record of batch) {
      if (isGood(record)) found.push(record);
      else firstBroken ??= record;
    }
    if (found.length >= sampleSize) break;
  }
  if (found.length === 0) {
    throw new AuditError({
      code: 'file-without-rows',
      location: firstBroken ? `${source.file}:${firstBroken.line}` : source.file,
      problem: firstBroken
        ? `no row can be read (${firstBroken.broken})`
        : 'the file holds no rows',
      remedy: 'expected a JSON array, JSON Lines, or a table with a header line',
    });
  }
  return { container, records: found.slice(0, sampleSize) };
}

function isGood(record: FileRecord): record is GoodRecord {
  return 'value' in record;
}
