import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { hashFile } from './hash-file.ts';

/** What the system says of a file; a file with the same facts is taken to be the same. */
interface FileFacts {
  readonly sizeBytes: number;
  /** Nanoseconds since 1970 of the content, in digits: more than a number holds. */
  readonly modifiedNs: string;
  /** The same of the file's entry. Whoever puts the other date back changes this one. */
  readonly changedNs: string;
  readonly inode: string;
}

/** A file as it was when it was hashed. */
interface Entry extends FileFacts {
  readonly path: string;
  readonly sha256: string;
  /** Milliseconds since 1970, before the hashing began. */
  readonly hashedAt: number;
}

/** A file's content. */
export interface FileContent {
  readonly sha256: string;
  readonly sizeBytes: number;
}

const digits = z.string().regex(/^-?\d+$/);
const entrySchema: z.ZodType<Entry> = z.object({
  path: z.string(),
  sizeBytes: z.number(),
  modifiedNs: digits,
  changedNs: digits,
  inode: digits,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  hashedAt: z.number(),
});

/** Clocks of file systems tick up to two seconds apart. */
const racyNs = 2_000_000_000n;
/** Lines that are written at once. */
const batchLines = 10_000;

/** Where hashes of media are kept for the runs of an output folder. */
export function statCacheFile(runFolder: string): string {
  return join(dirname(runFolder), '.cache', 'media-stats.jsonl');
}

/**
 * Hashes of media that need not be read again: those of files whose place, size, dates and inode
 * are as they were. As in git's index, a file that was written about when it was hashed is read
 * again: it may have changed since without its dates telling.
 */
export class StatCache {
  readonly #file: string;
  readonly #entries: Map<string, Entry>;
  #isDirty = false;

  private constructor(file: string, entries: Map<string, Entry>) {
    this.#file = file;
    this.#entries = entries;
  }

  /** Opens a cache file; one that is missing counts as empty, lines that are broken are passed over. */
  static async open(file: string): Promise<StatCache> {
    const entries = new Map<string, Entry>();
    try {
      for await (const line of createInterface({ input: createReadStream(file) })) {
        const entry = parseLine(line);
        if (entry !== undefined) entries.set(entry.path, entry);
      }
    } catch {
      return new StatCache(file, entries);
    }
    return new StatCache(file, entries);
  }

  /** A file's content, from the cache where it may be. @throws the system's error for a file that can't be read. */
  async contentOf(path: string): Promise<FileContent> {
    const now = await facts(path);
    const known = this.#entries.get(path);
    if (known && isSame(known, now) && !isRacy(known)) return known;
    const hashedAt = Date.now();
    const sha256 = await hashFile(path);
    return this.#put({ path, ...now, sha256, hashedAt });
  }

  /** Notes a hash that was made elsewhere, no earlier than `hashedAt`. @throws as `contentOf`. */
  async note(path: string, sha256: string, hashedAt: number): Promise<FileContent> {
    return this.#put({ path, ...(await facts(path)), sha256, hashedAt });
  }

  /** Writes what is new; a cache that can't be written is a cache that forgets. */
  async close(): Promise<void> {
    if (!this.#isDirty) return;
    // Two runs of one output folder may end together.
    const unfinished = `${this.#file}.${process.pid}.unfinished`;
    try {
      await mkdir(dirname(this.#file), { recursive: true });
      await writeLines(unfinished, [...this.#entries.values()]);
      await rename(unfinished, this.#file);
    } catch {
      await rm(unfinished, { force: true }).catch(() => undefined);
    }
  }

  #put(entry: Entry): Entry {
    this.#entries.set(entry.path, entry);
    this.#isDirty = true;
    return entry;
  }
}

function parseLine(line: string): Entry | undefined {
  try {
    return entrySchema.safeParse(JSON.parse(line)).data;
  } catch {
    return undefined;
  }
}

async function writeLines(file: string, entries: readonly Entry[]): Promise<void> {
  const target = await open(file, 'w');
  try {
    for (let start = 0; start < entries.length; start += batchLines) {
      const lines = entries
        .slice(start, start + batchLines)
        .map((one) => `${JSON.stringify(one)}\n`);
      await target.writeFile(lines.join(''));
    }
  } finally {
    await target.close();
  }
}

async function facts(path: string): Promise<FileFacts> {
  const found = await stat(path, { bigint: true });
  if (!found.isFile()) throw new Error(`${path} is no file`);
  return {
    sizeBytes: Number(found.size),
    modifiedNs: String(found.mtimeNs),
    changedNs: String(found.ctimeNs),
    inode: String(found.ino),
  };
}

function isSame(known: Entry, now: FileFacts): boolean {
  return (
    known.sizeBytes === now.sizeBytes &&
    known.modifiedNs === now.modifiedNs &&
    known.changedNs === now.changedNs &&
    known.inode === now.inode
  );
}

function isRacy({ modifiedNs, changedNs, hashedAt }: Entry): boolean {
  const hashedNs = BigInt(Math.floor(hashedAt)) * 1_000_000n;
  return [modifiedNs, changedNs].some((ns) => BigInt(ns) + racyNs >= hashedNs);
}
