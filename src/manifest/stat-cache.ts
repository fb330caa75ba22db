import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { hashFile } from './hash-file.ts';

/** What the system said of a file when it was hashed. */
interface Entry {
  readonly sizeBytes: number;
  /** Nanoseconds since 1970, in digits: more than a number holds. */
  readonly modifiedNs: string;
  readonly inode: string;
  readonly sha256: string;
  /** Milliseconds since 1970, before the hashing began. */
  readonly hashedAt: number;
}

const entries: z.ZodType<Record<string, Entry>> = z.record(
  z.string(),
  z.object({
    sizeBytes: z.number(),
    modifiedNs: z.string(),
    inode: z.string(),
    sha256: z.string(),
    hashedAt: z.number(),
  }),
);

/** Clocks of file systems tick up to two seconds apart. */
const racyMs = 2_000;

/** Where hashes of media are kept for the runs of an output folder. */
export function statCacheFile(runFolder: string): string {
  return join(dirname(runFolder), '.cache', 'media-stats.json');
}

/**
 * Hashes of media that need not be read again: those of files whose place, size, date and inode are
 * as they were. As in git's index, a file that was written about when it was hashed is read again:
 * it may have changed since without its date telling.
 */
export class StatCache {
  readonly #file: string;
  readonly #entries: Map<string, Entry>;
  #isDirty = false;

  private constructor(file: string, known: Record<string, Entry>) {
    this.#file = file;
    this.#entries = new Map(Object.entries(known));
  }

  /** Opens a cache file; one that is missing or broken counts as empty. */
  static async open(file: string): Promise<StatCache> {
    try {
      return new StatCache(file, entries.parse(JSON.parse(await readFile(file, 'utf8'))));
    } catch {
      return new StatCache(file, {});
    }
  }

  /** SHA-256 of a file, from the cache where it may be. @throws the system's error for a file that can't be read. */
  async hashOf(path: string): Promise<string> {
    const now = await facts(path);
    const known = this.#entries.get(path);
    if (known && isSame(known, now) && !isRacy(known)) return known.sha256;
    const hashedAt = Date.now();
    const sha256 = await hashFile(path);
    this.#put(path, { ...now, sha256, hashedAt });
    return sha256;
  }

  /** Notes a hash that was made elsewhere, after `hashedAt`. */
  async note(path: string, sha256: string, hashedAt: number): Promise<void> {
    this.#put(path, { ...(await facts(path)), sha256, hashedAt });
  }

  /** Writes what is new; a cache that can't be written is a cache that forgets. */
  async close(): Promise<void> {
    if (!this.#isDirty) return;
    const unfinished = `${this.#file}.unfinished`;
    try {
      await mkdir(dirname(this.#file), { recursive: true });
      await writeFile(unfinished, JSON.stringify(Object.fromEntries(this.#entries)));
      await rename(unfinished, this.#file);
    } catch {
      return;
    }
  }

  #put(path: string, entry: Entry): void {
    this.#entries.set(path, entry);
    this.#isDirty = true;
  }
}

async function facts(path: string): Promise<Omit<Entry, 'sha256' | 'hashedAt'>> {
  const { size, mtimeNs, ino } = await stat(path, { bigint: true });
  return { sizeBytes: Number(size), modifiedNs: String(mtimeNs), inode: String(ino) };
}

function isSame(known: Entry, now: Omit<Entry, 'sha256' | 'hashedAt'>): boolean {
  return (
    known.sizeBytes === now.sizeBytes &&
    known.modifiedNs === now.modifiedNs &&
    known.inode === now.inode
  );
}

function isRacy({ modifiedNs, hashedAt }: Entry): boolean {
  return Number(BigInt(modifiedNs) / 1_000_000n) + racyMs >= hashedAt;
}
