import { isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Manifest } from './manifest.ts';

/** Where the folders of a benchmark lie now; default: where they lay as seen from the run. Absolute. */
export interface MovedFolders {
  /** The config's folder, and what lies in it. */
  readonly bench?: string;
  /** What `--data` named. */
  readonly data?: string;
  /** What `--train` named. */
  readonly train?: string;
}

/** Which of a benchmark's folders a file counts from. */
export type Side = 'bench' | 'test' | 'train';

/** A place as seen from the run's folder, `/`-separated. */
export function placeFrom(runFolder: string, path: string): string {
  return relative(runFolder, path).split(sep).join('/') || '.';
}

/**
 * Where what a manifest places lies now.
 *
 * @param folder Absolute folder of the run.
 * @param place Relative to it, as the manifest has it.
 * @param side The folder that it counts from: it moves along with that one.
 */
export function placeNow(
  folder: string,
  manifest: Pick<Manifest, 'folders'>,
  place: { readonly file: string; readonly side: Side },
  moved: MovedFolders = {},
): string {
  const path = resolve(folder, place.file);
  const sides: readonly Side[] = place.side === 'bench' ? ['bench'] : [place.side, 'bench'];
  for (const side of sides) {
    const before = resolve(folder, manifest.folders[side]);
    const within = relative(before, path);
    if (isOutside(within)) continue;
    return join(folderNow(folder, manifest, side, moved), within);
  }
  return path;
}

/** Where one of the benchmark's folders lies now. */
export function folderNow(
  folder: string,
  { folders }: Pick<Manifest, 'folders'>,
  side: Side,
  { bench, data, train }: MovedFolders,
): string {
  const named = { bench, test: data, train }[side];
  if (named !== undefined) return named;
  const before = resolve(folder, folders[side]);
  if (bench === undefined) return before;
  const within = relative(resolve(folder, folders.bench), before);
  return isOutside(within) ? before : join(bench, within);
}

function isOutside(within: string): boolean {
  return within === '..' || within.startsWith(`..${sep}`) || isAbsolute(within);
}
