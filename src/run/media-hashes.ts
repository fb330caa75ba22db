import type { Item, MediaReference } from '../benchmark/benchmark.ts';
import { hashOf } from '../checkpoint/fingerprint.ts';
import { AuditError } from '../errors.ts';
import { volumeFile } from '../model/breastgpt/volume-reader.ts';
import type { Progress } from '../progress.ts';
import { inFlight } from './in-flight.ts';

/** What the system says of a file that is not there. */
const NOT_THERE: ReadonlySet<unknown> = new Set(['ENOENT', 'ENOTDIR']);

/**
 * SHA-256 of the content of every medium of some items, by path. Equal bytes are the same medium,
 * wherever they lie.
 *
 * @param options cacheFolder: where the hashes of large files are kept.
 * @throws {AuditError} for a file that is there and can't be read.
 */
export async function hashMedia(
  items: readonly Item[],
  { cacheFolder, progress }: { readonly cacheFolder: string; readonly progress: Progress },
): Promise<(medium: MediaReference) => string> {
  const media = new Map(items.flatMap((item) => item.media.map((medium) => [medium.path, medium])));
  const hashes = new Map<string, string>();
  const entries = [...media.values()];
  const task = progress.start('Hashing media', entries.length);
  try {
    await inFlight(entries.length, {
      limit: () => 8,
      mayStart: () => true,
      work: async (index) => {
        const medium = entries[index]!;
        hashes.set(medium.path, await hashMedium(medium, cacheFolder));
        task.advance();
      },
    });
  } finally {
    task.done();
  }
  return (medium) => hashes.get(medium.path) ?? absent(medium);
}

/** Stands for a medium that is not at hand: another hash once it is, and never that of another. */
function absent({ path }: MediaReference): string {
  return `absent:${path}`;
}

async function hashMedium(medium: MediaReference, cacheFolder: string): Promise<string> {
  const { kind, file } = medium;
  if (file === undefined) return absent(medium);
  try {
    // What is read of a volume may be another file beside it.
    return await hashOf(kind === 'volume' ? await volumeFile(file) : file, cacheFolder);
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (NOT_THERE.has(code)) return absent(medium);
    throw new AuditError({
      code: 'medium-unreadable',
      location: file,
      problem: `can not be read (${message})`,
      remedy: 'check the path and its permissions',
      cause,
    });
  }
}
