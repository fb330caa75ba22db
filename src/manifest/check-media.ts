import { AuditError } from '../errors.ts';
import { silentProgress } from '../progress.ts';
import type { Change, Checked, CheckOptions } from './change.ts';
import type { ListedMedium, Manifest } from './manifest.ts';
import { type MovedFolders, placeNow } from './places.ts';
import { readMediaListing } from './read-manifest.ts';
import { sideBySide } from './side-by-side.ts';
import { StatCache, statCacheFile } from './stat-cache.ts';

/**
 * Compares every listed medium with what it was; one whose size, dates and inode are as they were
 * when it was hashed here is not read again.
 */
export async function checkMedia(
  folder: string,
  manifest: Manifest,
  { moved, progress = silentProgress }: CheckOptions = {},
): Promise<Checked> {
  const { media } = manifest;
  if (media === undefined) return { changes: [], unchecked: [], compared: 0 };
  const notCompared = (why: string): Checked => ({
    changes: [],
    unchecked: [`${media.count} media: ${why}`],
    compared: 0,
  });
  if (media.listedIn === undefined)
    return notCompared('the manifest does not list them, as that of a redacted run.');
  const listed = await readMediaListing(folder, media.listedIn).catch((error: unknown) => {
    if (error instanceof AuditError) return error;
    throw error;
  });
  if (listed instanceof AuditError) return notCompared(`${media.listedIn} ${listed.problem}.`);
  const files = listed.flatMap(({ file, ...medium }) =>
    // What a row holds itself is covered by the hash of its file.
    file === undefined ? [] : [{ ...medium, file }],
  );
  const cache = await StatCache.open(statCacheFile(folder));
  const task = progress.start('Comparing media', files.length);
  const changes = await sideBySide(files, async (medium) => {
    const change = await compare(medium, mediumNow(folder, manifest, medium, moved), cache);
    task.advance();
    return change;
  });
  task.done();
  await cache.close();
  return { changes: changes.flat(), unchecked: [], compared: files.length };
}

async function compare(
  { path, sha256 }: ListedMedium,
  file: string,
  cache: StatCache,
): Promise<readonly Change[]> {
  const now = (await cache.contentOf(file).catch(() => undefined))?.sha256;
  if (now === sha256) return [];
  const change = { part: 'media', file: path } as const;
  if (now === undefined)
    return [{ ...change, kind: 'missing', detail: "The medium is gone or can't be read." }];
  return sha256 === undefined
    ? [{ ...change, kind: 'added', detail: 'The run could not read it; it is there now.' }]
    : [{ ...change, kind: 'changed', detail: 'The medium has another content.' }];
}

/** Media of a training split with a folder of its own are named `train:…`. */
function mediumNow(
  folder: string,
  manifest: Manifest,
  { path, file }: ListedMedium & { readonly file: string },
  moved: MovedFolders | undefined,
): string {
  const side = path.startsWith('train:') ? 'train' : 'test';
  return placeNow(folder, manifest, { file, side }, moved);
}
