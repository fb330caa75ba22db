import type { Item, MediaReference } from '../benchmark/benchmark.ts';
import { hashOf } from '../checkpoint/fingerprint.ts';
import { volumeFile } from '../model/breastgpt/volume-reader.ts';
import type { Progress } from '../progress.ts';
import { inFlight } from './in-flight.ts';

/** What the media of some items are, by content. */
export interface MediaHashes {
  /** SHA-256 of the content; of a medium that can't be read a text of its own. */
  readonly hashOf: (medium: MediaReference) => string;
  /** Paths of media that are not at hand or can't be read. */
  readonly missing: readonly string[];
}

/**
 * Hashes every medium of some items. Equal bytes are the same medium, wherever they lie. One that
 * can't be read is like no other, and is another once it can.
 *
 * @param options cacheFolder: where the hashes of large files are kept.
 */
export async function hashMedia(
  items: readonly Item[],
  { cacheFolder, progress }: { readonly cacheFolder: string; readonly progress: Progress },
): Promise<MediaHashes> {
  const media = new Map(items.flatMap((item) => item.media.map((medium) => [medium.path, medium])));
  const hashes = new Map<string, string>();
  const missing: string[] = [];
  const entries = [...media.values()];
  const task = progress.start('Hashing media', entries.length);
  await inFlight(entries.length, {
    limit: () => 8,
    mayStart: () => true,
    work: async (index) => {
      const medium = entries[index]!;
      const hash = await hashMedium(medium, cacheFolder).catch(() => undefined);
      if (hash === undefined) missing.push(medium.path);
      else hashes.set(medium.path, hash);
      task.advance();
    },
  });
  task.done();
  return {
    hashOf: ({ path }) => hashes.get(path) ?? `missing:${path}`,
    missing: missing.sort(),
  };
}

async function hashMedium(
  { kind, file }: MediaReference,
  cacheFolder: string,
): Promise<string | undefined> {
  if (file === undefined) return undefined;
  // What is read of a volume may be another file beside it.
  return await hashOf(kind === 'volume' ? await volumeFile(file) : file, cacheFolder);
}
