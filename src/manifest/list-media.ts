import type { Benchmark } from '../benchmark/benchmark.ts';
import { type Progress, silentProgress } from '../progress.ts';
import type { ListedMedium } from './manifest.ts';
import { placeFrom } from './places.ts';
import { sideBySide } from './side-by-side.ts';
import { type FileContent, StatCache, statCacheFile } from './stat-cache.ts';

/** What is known of media when a run is written. */
export interface KnownMedia {
  /** Hashes that the audit has made, by path. */
  readonly mediaHashes: ReadonlyMap<string, string>;
  /** Milliseconds since 1970, before the first of them was made. */
  readonly startedAt: number;
  readonly progress?: Progress;
}

/**
 * The media of a run by path. Those that the audit has not hashed are hashed here; those that it
 * could not read stay without a hash.
 *
 * @param folder Absolute folder of the run.
 */
export async function listMedia(
  benchmark: Pick<Benchmark, 'test' | 'train'>,
  folder: string,
  { mediaHashes, startedAt, progress = silentProgress }: KnownMedia,
): Promise<readonly ListedMedium[]> {
  const files = [...filesOf(benchmark)].sort(([a], [b]) => (a < b ? -1 : 1));
  if (files.length === 0) return [];
  const cache = await StatCache.open(statCacheFile(folder));
  const task = progress.start('Listing media', files.length);
  const contentOf = async (path: string, file: string): Promise<FileContent | undefined> => {
    const known = mediaHashes.get(path);
    // Where the audit has read media, one without a hash could not be read.
    if (known === undefined && mediaHashes.size > 0) return undefined;
    const content = known ? cache.note(file, known, startedAt) : cache.contentOf(file);
    return await content.catch(() => undefined);
  };
  const listed = await sideBySide(files, async ([path, file]): Promise<ListedMedium> => {
    const content = await contentOf(path, file);
    task.advance();
    return {
      path,
      ...(!path.startsWith('inline:') && { file: placeFrom(folder, file) }),
      ...(content && { sha256: content.sha256, sizeBytes: content.sizeBytes }),
    };
  });
  task.done();
  await cache.close();
  return listed;
}

/** Absolute file of each medium by path. */
function filesOf({ test, train }: Pick<Benchmark, 'test' | 'train'>): Map<string, string> {
  const files = new Map<string, string>();
  for (const items of [test, train]) {
    for (const { media } of items) {
      for (const { path, file } of media) if (file !== undefined) files.set(path, file);
    }
  }
  return files;
}
