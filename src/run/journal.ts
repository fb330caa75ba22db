import { type FileHandle, mkdir, open, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { AuditError } from '../errors.ts';
import { type Lock, takeLock } from './journal-lock.ts';
import { type JournalRow, preferredRow, readRow, writeRow } from './journal-row.ts';

/** First line of every journal. */
interface JournalHeader {
  readonly format: 'touchstone-journal';
  readonly version: 1;
  /** Name of the benchmark. */
  readonly benchmark: string;
}

/** What a journal's file holds. */
export interface JournalContent {
  /** By request key; of several rows of one request the one that counts. */
  readonly rows: ReadonlyMap<string, JournalRow>;
  readonly benchmark: string | undefined;
  /** Lines that could not be read, by number and reason; a line cut off at the end is not one of them. */
  readonly broken: readonly { readonly line: number; readonly problem: string }[];
  /** Bytes up to the end of the last whole line. */
  readonly wholeBytes: number;
}

/**
 * Every request that has been answered, or has failed, in a file that is only ever appended to. A
 * row counts once it has reached the disk. One process writes at a time.
 */
export class Journal {
  readonly #path: string;
  readonly #file: FileHandle;
  readonly #lock: Lock;
  readonly #rows: Map<string, JournalRow>;
  readonly broken: JournalContent['broken'];
  #waiting: WaitingLine[] = [];
  #writing: Promise<void> | undefined;
  #failure: AuditError | undefined;

  private constructor(
    path: string,
    file: FileHandle,
    lock: Lock,
    { rows, broken }: JournalContent,
  ) {
    this.#path = path;
    this.#file = file;
    this.#lock = lock;
    this.#rows = new Map(rows);
    this.broken = broken;
  }

  /**
   * Opens a journal to go on with it, or begins one. A line that a crash cut off is removed.
   *
   * @param options anew: sets what is there aside, under the first free name
   *   `<name>.before-1.jsonl`, `-2` …
   * @throws {AuditError} if another process writes it, or it belongs to another benchmark.
   */
  static async open(
    path: string,
    benchmark: string,
    { anew = false }: { readonly anew?: boolean } = {},
  ): Promise<Journal> {
    await mkdir(dirname(path), { recursive: true });
    const lock = await takeLock(path);
    let file: FileHandle | undefined;
    try {
      if (anew) await setAside(path);
      file = await open(path, 'a+');
      const content = await readContent(file, path);
      refuseOther(path, content, benchmark);
      await file.truncate(content.wholeBytes);
      const journal = new Journal(path, file, lock, content);
      if (content.wholeBytes === 0) await journal.#write(headerLine(benchmark));
      return journal;
    } catch (error) {
      await file?.close();
      await lock.release();
      throw error;
    }
  }

  /** What came of a request, if it was ever made. */
  rowOf(key: string): JournalRow | undefined {
    return this.#rows.get(key);
  }

  get rows(): ReadonlyMap<string, JournalRow> {
    return this.#rows;
  }

  /**
   * Resolves once the row is on the disk. Rows that come while others are being written go
   * together: one sync for all of them.
   */
  async append(row: JournalRow): Promise<void> {
    const known = this.#rows.get(row.key);
    this.#rows.set(row.key, known === undefined ? row : preferredRow(known, row));
    await this.#write(writeRow(row));
  }

  async close(): Promise<void> {
    await this.#writing;
    await this.#file.close();
    await this.#lock.release();
  }

  async #write(text: string): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    const written = new Promise<void>((resolve, reject) => {
      this.#waiting.push({ text, resolve, reject });
    });
    this.#writing ??= this.#writeWaiting();
    await written;
  }

  async #writeWaiting(): Promise<void> {
    while (this.#waiting.length > 0) {
      const lines = this.#waiting;
      this.#waiting = [];
      try {
        await this.#file.appendFile(lines.map(({ text }) => text).join(''));
        await this.#file.datasync();
        for (const { resolve } of lines) resolve();
      } catch (cause) {
        // Part of a line may be written: what followed would make it unreadable.
        this.#failure = unwritable(this.#path, cause);
        for (const { reject } of [...lines, ...this.#waiting]) reject(this.#failure);
        this.#waiting = [];
      }
    }
    this.#writing = undefined;
  }
}

interface WaitingLine {
  readonly text: string;
  readonly resolve: () => void;
  readonly reject: (error: AuditError) => void;
}

function unwritable(path: string, cause: unknown): AuditError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new AuditError({
    code: 'journal-unwritable',
    location: path,
    problem: `can not be written (${reason})`,
    remedy: 'make room or mend the folder, then run the same command again: it goes on from here',
    cause,
  });
}

/**
 * Reads a journal without the right to write it.
 *
 * @throws {AuditError} if there is no such file, or it is no journal.
 */
export async function readJournal(path: string): Promise<JournalContent> {
  let file: FileHandle;
  try {
    file = await open(path, 'r');
  } catch (cause) {
    throw new AuditError({
      code: 'file-missing',
      location: path,
      problem: 'the journal cannot be read',
      remedy: 'check its path',
      cause,
    });
  }
  try {
    return await readContent(file, path);
  } finally {
    await file.close();
  }
}

/** The first line of a journal. */
export function headerLine(benchmark: string): string {
  const header: JournalHeader = { format: 'touchstone-journal', version: 1, benchmark };
  return `${JSON.stringify(header)}\n`;
}

async function readContent(file: FileHandle, path: string): Promise<JournalContent> {
  const rows = new Map<string, JournalRow>();
  const broken: { line: number; problem: string }[] = [];
  let benchmark: string | undefined;
  let wholeBytes = 0;
  let line = 0;
  for await (const { text, sizeBytes } of wholeLines(file)) {
    line += 1;
    wholeBytes += sizeBytes;
    if (line === 1) {
      benchmark = readHeader(text, path);
      continue;
    }
    const row = readRow(text);
    if ('problem' in row) broken.push({ line, problem: row.problem });
    else {
      const known = rows.get(row.key);
      rows.set(row.key, known === undefined ? row : preferredRow(known, row));
    }
  }
  return { rows, benchmark, broken, wholeBytes };
}

interface Line {
  readonly text: string;
  /** In the file, with its end; text that was not UTF-8 has another size. */
  readonly sizeBytes: number;
}

/** @yields each line that has its end, without it, from the start of the file. */
async function* wholeLines(file: FileHandle): AsyncGenerator<Line> {
  let rest: Buffer = Buffer.alloc(0);
  const stream = file.createReadStream({ start: 0, autoClose: false, highWaterMark: 2 ** 20 });
  for await (const chunk of stream) {
    const bytes = rest.length === 0 ? (chunk as Buffer) : Buffer.concat([rest, chunk as Buffer]);
    let start = 0;
    for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a, start)) {
      yield { text: bytes.toString('utf8', start, end), sizeBytes: end + 1 - start };
      start = end + 1;
    }
    rest = bytes.subarray(start);
  }
}

function readHeader(text: string, path: string): string {
  try {
    const header = JSON.parse(text) as Partial<JournalHeader>;
    if (header.format === 'touchstone-journal' && header.version === 1 && header.benchmark)
      return header.benchmark;
  } catch {
    // Told below.
  }
  throw new AuditError({
    code: 'journal-unreadable',
    location: `${path}:1`,
    problem: 'is not the first line of a journal of this version',
    remedy: 'name a journal that audit run wrote, or another file that does not exist yet',
  });
}

function refuseOther(path: string, content: JournalContent, benchmark: string): void {
  if (content.benchmark === undefined || content.benchmark === benchmark) return;
  throw new AuditError({
    code: 'journal-foreign',
    location: path,
    problem: `is the journal of "${content.benchmark}", not of "${benchmark}"`,
    remedy: 'give this benchmark another --journal',
  });
}

async function setAside(path: string): Promise<void> {
  const isThere = (file: string): Promise<boolean> =>
    stat(file).then(
      () => true,
      () => false,
    );
  if (!(await isThere(path))) return;
  const stem = path.replace(/\.jsonl$/, '');
  let number = 1;
  while (await isThere(`${stem}.before-${number}.jsonl`)) number += 1;
  await rename(path, `${stem}.before-${number}.jsonl`);
}
