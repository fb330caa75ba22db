import { availableParallelism } from 'node:os';
import type { Progress } from '../../progress.ts';
import { loadBlockHasher } from './block-hash.ts';
import type { Medium } from './distinct-media.ts';
import { FingerprintCache } from './fingerprint-cache.ts';
import { fingerprintMedium, type MediumFingerprint } from './medium-fingerprint.ts';

/** Options of `fingerprintMedia`. */
export interface FingerprintOptions {
  readonly progress: Progress;
  /** Folder of the persistent cache; without one every picture is decoded. */
  readonly cacheDir?: string;
  /** Whether crop-window hashes are wanted: they cost about as much as all the rest. */
  readonly windows: boolean;
}

/**
 * Fingerprints all media, a few at a time: files are read and pictures decoded on libuv's threads
 * while this thread hashes.
 *
 * @returns One fingerprint a medium, in the same order.
 */
export async function fingerprintMedia(
  media: readonly Medium[],
  { progress, cacheDir, windows }: FingerprintOptions,
): Promise<readonly MediumFingerprint[]> {
  const task = progress.start('Fingerprinting media', media.length);
  const cache = await FingerprintCache.open(cacheDir);
  const tools = { blockHash: await loadBlockHasher(), cache, windows };
  const made = new Array<MediumFingerprint>(media.length);
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < media.length) {
      const index = next++;
      made[index] = await fingerprintMedium(media[index]!, tools);
      task.advance();
    }
  };
  try {
    await Promise.all(Array.from({ length: availableParallelism() + 1 }, work));
  } finally {
    await cache.close();
  }
  task.done();
  return made;
}
