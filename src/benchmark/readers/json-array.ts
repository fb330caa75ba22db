import { AuditError } from '../../errors.ts';
import { takeText } from './json-lines.ts';
import { type ByteChunks, type FileRecord, parseRecord } from './records.ts';

const quote = 0x22;
const backslash = 0x5c;
const newline = 0x0a;
const comma = 0x2c;
const space = 0x20;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

/**
 * Reads the elements of one JSON array without holding more than one of them.
 *
 * The array is cut into elements by following brackets and strings over bytes; each element is
 * then parsed whole by `JSON.parse`. That is several times faster than a token stream
 * (bench/reading.ts). An element that is cut right but does not parse is reported and reading goes
 * on; where brackets or quotes do not match, everything behind is guesswork, and reading stops.
 *
 * @param chunks The file's bytes, starting with `[` after white space.
 * @param file Name for messages.
 * @yields Batches of records, in file order.
 * @throws {AuditError} naming the line, where the array's structure breaks or the file ends inside it.
 */
export async function* readJsonArray(
  chunks: ByteChunks,
  file: string,
): AsyncGenerator<FileRecord[]> {
  const cutter = new ArrayCutter(file);
  for await (const chunk of chunks) {
    const batch = cutter.cut(chunk);
    if (batch.length > 0) yield batch;
  }
  cutter.end();
}

/** Follows brackets and strings; its state outlives chunks, so that a chunk may end anywhere. */
class ArrayCutter {
  readonly #file: string;
  /** Closing brackets still needed, innermost last; the first is the array's own. */
  readonly #open: number[] = [];
  #line = 1;
  #elementLine = 1;
  #inString = false;
  #escaped = false;
  #closed = false;
  /** Bytes of the element under way that earlier chunks held. */
  #pending: Buffer[] = [];
  /** Where the element under way starts in this chunk. */
  #start = 0;

  constructor(file: string) {
    this.#file = file;
  }

  /** The elements that end in this chunk. */
  cut(chunk: Buffer): FileRecord[] {
    const batch: FileRecord[] = [];
    this.#start = 0;
    let position = 0;
    while (position < chunk.length) {
      if (this.#inString) {
        position = this.#passString(chunk, position);
        continue;
      }
      this.#passByte(chunk, position, batch);
      position++;
    }
    if (this.#open.length > 1) this.#pending.push(chunk.subarray(this.#start));
    return batch;
  }

  #passByte(chunk: Buffer, position: number, batch: FileRecord[]): void {
    const byte = chunk[position]!;
    if (byte === quote && this.#open.length > 1) this.#inString = true;
    else if (byte === newline) this.#line++;
    else if (byte === openBrace || byte === openBracket) this.#enter(byte, position);
    else if (byte === closeBrace || byte === closeBracket)
      this.#leave(byte, chunk, position + 1, batch);
    else if (this.#open.length < 2 && byte !== comma && byte > space)
      throw this.#broken(chunk, position);
  }

  /** Checks that the array was closed. */
  end(): void {
    if (this.#closed) return;
    const where =
      this.#open.length > 1
        ? `inside the row that starts at line ${this.#elementLine}`
        : 'before its closing "]"';
    throw this.#error(`the file ends ${where}`);
  }

  #passString(chunk: Buffer, from: number): number {
    let position = from;
    while (position < chunk.length) {
      const byte = chunk[position]!;
      position++;
      if (this.#escaped) this.#escaped = false;
      else if (byte === backslash) this.#escaped = true;
      else if (byte === quote) {
        this.#inString = false;
        return position;
      } else if (byte === newline) throw this.#error('a line ends inside a string');
    }
    return position;
  }

  #enter(byte: number, position: number): void {
    if (this.#closed) throw this.#error('there is more behind the closing "]"');
    if (this.#open.length === 1) {
      this.#start = position;
      this.#elementLine = this.#line;
    }
    this.#open.push(byte + 2);
  }

  #leave(byte: number, chunk: Buffer, position: number, batch: FileRecord[]): void {
    if (this.#open.pop() !== byte)
      throw this.#error(`"${String.fromCharCode(byte)}" closes nothing that is open`);
    if (this.#open.length === 0) this.#closed = true;
    if (this.#open.length !== 1) return;
    batch.push(
      parseRecord(takeText(this.#pending, chunk, this.#start, position), this.#elementLine),
    );
    this.#pending = [];
  }

  #broken(chunk: Buffer, position: number): AuditError {
    const text = chunk.toString('utf8', position, position + 20).split(/\s/, 1)[0]!;
    return this.#error(`expected a row in braces, found ${JSON.stringify(text)}`);
  }

  #error(problem: string): AuditError {
    return new AuditError({
      code: 'json-broken',
      location: `${this.#file}:${this.#line}`,
      problem,
      remedy:
        'mend the JSON array, or write one row a line (JSON Lines), where a broken row is skipped',
    });
  }
}
