import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { AuditError } from '../../errors.ts';
import { readDelimited } from './delimited.ts';
import { readJsonArray } from './json-array.ts';
import { readJsonLines } from './json-lines.ts';
import type { Container, FileRecord } from './records.ts';

/** A file's records with what is known once all are read. */
export interface OpenFile {
  readonly container: Container;
  readonly records: AsyncIterable<FileRecord[]>;
  /** Hex SHA-256 of the bytes; only right after the last record. */
  sha256(): string;
}

const chunkBytes = 1 << 18;

/** Beginnings of formats that people may pass, and what to do about them. */
const refused: readonly {
  readonly magic: string;
  readonly what: string;
  readonly remedy: string;
}[] = [
  { magic: '50415231', what: 'a Parquet file', remedy: 'export it as JSON Lines' },
  {
    magic: '504b0304',
    what: 'a ZIP archive (an inspect log or an Excel workbook?)',
    remedy: 'export it as JSON Lines or CSV',
  },
  { magic: '1f8b', what: 'a gzip archive', remedy: 'unpack it' },
  { magic: '28b52ffd', what: 'a Zstandard archive', remedy: 'unpack it' },
  {
    magic: '80',
    what: 'a Python pickle, which can run code when read',
    remedy: 'export it as JSON Lines or CSV',
  },
  { magic: 'fffe', what: 'UTF-16 text', remedy: 'save it as UTF-8' },
  { magic: 'feff', what: 'UTF-16 text', remedy: 'save it as UTF-8' },
  { magic: '89504e47', what: 'a picture', remedy: 'name the data file that refers to it' },
  { magic: 'ffd8ff', what: 'a picture', remedy: 'name the data file that refers to it' },
];

/**
 * Opens a data or prediction file; what it holds is told by its bytes, never by its name.
 *
 * @param path Absolute path.
 * @param file Name for messages.
 * @param onBytes Told the size of each piece read.
 * @throws {AuditError} for a file that is missing, empty or of a kind that is not read.
 */
export async function openRecords(
  path: string,
  file: string,
  onBytes: (count: number) => void = () => {},
): Promise<OpenFile> {
  const head = await readHead(path, file);
  for (const { magic, what, remedy } of refused) {
    if (head.toString('hex').startsWith(magic)) throw unreadable(file, `this is ${what}`, remedy);
  }
  const text = head
    .toString('utf8')
    .replace(/^\uFEFF/, '')
    .trimStart();
  if (text === '') throw unreadable(file, 'the file is empty', 'check what wrote it');
  const hash = createHash('sha256');
  let finished: string | undefined;
  const chunks = hashedChunks(path, (chunk) => {
    hash.update(chunk);
    onBytes(chunk.length);
  });
  const sha256 = (): string => {
    finished ??= hash.digest('hex');
    return finished;
  };
  if (text.startsWith('['))
    return { container: 'json-array', records: readJsonArray(chunks, file), sha256 };
  if (text.startsWith('{'))
    return { container: 'json-lines', records: readJsonLines(chunks), sha256 };
  return {
    container: 'delimited',
    records: readDelimited(chunks, file, delimiterOf(text)),
    sha256,
  };
}

async function readHead(path: string, file: string): Promise<Buffer> {
  try {
    const handle = await open(path);
    try {
      const { buffer, bytesRead } = await handle.read(Buffer.alloc(65_536), 0, 65_536, 0);
      return buffer.subarray(0, bytesRead);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw unreadable(file, 'the file cannot be read', 'check its path and permissions', cause);
  }
}

/**
 * The file's bytes without a byte order mark.
 *
 * @param see Shown each piece as it lies on disk.
 * @yields The pieces to parse.
 */
async function* hashedChunks(path: string, see: (chunk: Buffer) => void): AsyncGenerator<Buffer> {
  let first = true;
  for await (const chunk of createReadStream(path, {
    highWaterMark: chunkBytes,
  }) as AsyncIterable<Buffer>) {
    see(chunk);
    yield first && chunk.subarray(0, 3).toString('hex') === 'efbbbf' ? chunk.subarray(3) : chunk;
    first = false;
  }
}

/** The most frequent of tab, comma and semicolon in the header line. */
function delimiterOf(text: string): string {
  const header = text.split(/\r?\n/, 1)[0]!;
  const count = (delimiter: string): number => header.split(delimiter).length;
  return ['\t', ',', ';'].reduce((best, next) => (count(next) > count(best) ? next : best));
}

function unreadable(file: string, problem: string, remedy: string, cause?: unknown): AuditError {
  return new AuditError({ code: 'file-unreadable', location: file, problem, remedy, cause });
}
