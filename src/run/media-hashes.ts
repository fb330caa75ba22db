import type { Item, MediaReference } from '../benchmark/benchmark.ts';
import { hashOf } from '../checkpoint/fingerprint.ts';
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
  const files = new Map<string, string>();
  for (const { media } of items) {
    for (const { path, file } of media) if (file !== undefined) files.set(path, file);
  }
  const hashes = new Map<string, string>();
  const entries = [...files];
  const task = progress.start('Hashing media', entries.length);
  await inFlight(entries.length, {
    limit: () => 8,
    mayStart: () => true,
    work: async (index) => {
      const [path, file] = entries[index]!;
      hashes.set(path, await hashOf(file, cacheFolder).catch(() => ABSENT));
      task.advance();
    },
  });
  task.done();
  return ({ path }) => hashes.get(path) ?? ABSENT;
}
