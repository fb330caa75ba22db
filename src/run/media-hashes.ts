import type { Item, MediaReference } from '../benchmark/benchmark.ts';
import { hashOf } from '../checkpoint/fingerprint.ts';
import { volumeFile } from '../model/breastgpt/volume-reader.ts';
import type { Progress } from '../progress.ts';
import { inFlight } from './in-flight.ts';

/** Stands for a medium that is not at hand: another hash once it is. */
const ABSENT = 'absent';

/**
 * SHA-256 of the content of every medium of some items, by path. Equal bytes are the same medium,
 * wherever they lie.
 *
 * @param options cacheFolder: where the hashes of large files are kept.
 */
export async function hashMedia(
  items: readonly Item[],
  { cacheFolder, progress }: { readonly cacheFolder: string; readonly progress: Progress },
): Promise<(medium: MediaReference) => string> {
  const media = new Map(items.flatMap((item) => item.media.map((medium) => [medium.path, medium])));
  const hashes = new Map<string, string>();
  const entries = [...media.values()];
  const task = progress.start('Hashing media', entries.length);
  await inFlight(entries.length, {
    limit: () => 8,
    mayStart: () => true,
    work: async (index) => {
      const medium = entries[index]!;
      hashes.set(medium.path, await hashMedium(medium, cacheFolder).catch(() => ABSENT));
      task.advance();
    },
  });
  task.done();
  return ({ path }) => hashes.get(path) ?? ABSENT;
}

async function hashMedium({ kind, file }: MediaReference, cacheFolder: string): Promise<string> {
  if (file === undefined) return ABSENT;
  // What is read of a volume may be another file beside it.
  return await hashOf(kind === 'volume' ? await volumeFile(file) : file, cacheFolder);
}
