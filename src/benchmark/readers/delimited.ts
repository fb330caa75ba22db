import { type CsvError, type Info, type Parser, parse } from 'csv-parse';
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
 * @yields Batches of records, in file order; every value is a string.
 * @throws {AuditError} naming the line, where a quote is never closed; the rows before it have been yielded.
 */
export async function* readDelimited(
  chunks: ByteChunks,
  file: string,
  delimiter: string,
): AsyncGenerator<FileRecord[]> {
  const table = new TableParser(delimiter);
  for await (const chunk of chunks) {
    const batch = table.push(chunk);
    if (batch.length > 0) yield batch;
  }
  const last = await table.end();
  if (last.length > 0) yield last;
  if (table.error) {
    throw new AuditError({
      code: 'table-broken',
      location: `${file}:${table.line}`,
      problem: `the row that starts here cannot be read (${table.error.code})`,
      remedy: 'close its quotes',
      cause: table.error,
    });
  }
}

/**
 * Drives csv-parse piece by piece. Its own iterator would throw away the rows read so far when the
 * file's end turns out broken.
 */
class TableParser {
  readonly #parser: Parser;
  #header: readonly string[] | undefined;
  /** First line of the next row. */
  line = 1;
  error: CsvError | undefined;

  constructor(delimiter: string) {
    this.#parser = parse({
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    });
    this.#parser.on('error', (error: CsvError) => {
      this.error = error;
    });
  }

  /** The rows that end in this chunk. */
  push(chunk: Buffer): FileRecord[] {
    this.#parser.write(chunk);
    return this.#drain();
  }

  /** The last row, if no line break follows it. */
  async end(): Promise<FileRecord[]> {
    await new Promise<void>((resolve) => {
      this.#parser.once('error', () => resolve());
      this.#parser.end(resolve);
    });
    return this.#drain();
  }

  #drain(): FileRecord[] {
    const batch: FileRecord[] = [];
    for (;;) {
      const next = this.#parser.read() as { record: string[]; info: Info } | null;
      if (next === null) return batch;
      if (this.#header) batch.push(toRecord(this.#header, next.record, this.line));
      else this.#header = next.record.map((name) => name.trim());
      this.line = next.info.lines + 1;
    }
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
