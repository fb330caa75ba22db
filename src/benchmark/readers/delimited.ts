import { pipeline, Readable } from 'node:stream';
import { type CsvError, parse } from 'csv-parse';
import { AuditError } from '../../errors.ts';
import type { ByteChunks, FileRecord } from './records.ts';

/**
 * Reads a table with a header line: comma, semicolon or tab separated, quoted where needed.
 *
 * Fields may be of any length (VLMEvalKit keeps whole pictures in one). A row with fewer fields
 * than the header gets empty ones, as spreadsheets write it; one with more is reported, because a
 * separator inside a text has shifted its columns.
 *
 * @param chunks The file's bytes.
 * @param file Name for messages.
 * @param delimiter The separator: `,`, `;` or a tab.
 * @yields Batches of one record each, in file order; every value is a string.
 * @throws {AuditError} naming the line, where a quote is never closed.
 */
export async function* readDelimited(
  chunks: ByteChunks,
  file: string,
  delimiter: string,
): AsyncGenerator<FileRecord[]> {
  const parser = parse({
    delimiter,
    bom: true,
    info: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
  });
  // The parser's own iterator reports errors; the pipeline closes the file when reading stops early.
  pipeline(Readable.from(chunks), parser, () => {});
  let header: readonly string[] | undefined;
  let line = 1;
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: string[];
      info: { lines: number };
    }>) {
      if (header) yield [toRecord(header, record, line)];
      else header = record.map((name) => name.trim());
      line = info.lines + 1;
    }
  } catch (cause) {
    if ((cause as CsvError).code === undefined) throw cause;
    throw new AuditError({
      code: 'table-broken',
      location: `${file}:${line}`,
      problem: `the row that starts here cannot be read (${(cause as CsvError).code})`,
      remedy: 'close its quotes',
      cause,
    });
  }
}

function toRecord(header: readonly string[], fields: readonly string[], line: number): FileRecord {
  if (fields.length > header.length) {
    return {
      line,
      broken: `${fields.length} fields under ${header.length} columns`,
      reason: 'column-count',
    };
  }
  return {
    line,
    value: Object.fromEntries(header.map((name, index) => [name, fields[index] ?? ''])),
  };
}
