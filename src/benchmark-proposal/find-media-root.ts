/** Where the media of a benchmark lie, as far as a folder shows it. */
export type MediaRoot =
  | { readonly kind: 'found'; readonly root: string; readonly share: number }
  | { readonly kind: 'inline' | 'missing' | 'none' };

const sampleSize = 500;

/**
 * The folder against which the rows' media paths count: the one below which most of them exist.
 *
 * @param written Media paths as rows write them.
 * @param present Paths of media below the surveyed folder.
 * @returns The root relative to the surveyed folder with the share of paths found there; `inline`
 *   where rows hold their pictures, `missing` where no path is found, `none` without media.
 */
export function findMediaRoot(written: readonly string[], present: ReadonlySet<string>): MediaRoot {
  const paths = [...new Set(written)].slice(0, sampleSize);
  if (paths.length === 0) return { kind: 'none' };
  if (paths.every((path) => path.startsWith('inline:'))) return { kind: 'inline' };
  const counts = new Map<string, number>();
  const folders = foldersOf(present);
  for (const path of paths) {
    const plain = path.replaceAll('\\', '/').replace(/^(?:\.?\/)+/, '');
    for (const folder of folders) {
      const file = folder === '.' ? plain : `${folder}/${plain}`;
      if (present.has(file)) counts.set(folder, (counts.get(folder) ?? 0) + 1);
    }
  }
  const [best] = [...counts].sort(
    ([left, leftCount], [right, rightCount]) => rightCount - leftCount || (left < right ? -1 : 1),
  );
  if (!best) return { kind: 'missing' };
  return { kind: 'found', root: best[0], share: best[1] / paths.length };
}

/** Every folder that holds a medium, at any depth, `.` first. */
function foldersOf(paths: ReadonlySet<string>): string[] {
  const folders = new Set(['.']);
  for (const path of paths) {
    let slash = path.lastIndexOf('/');
    while (slash > 0 && !folders.has(path.slice(0, slash))) {
      folders.add(path.slice(0, slash));
      slash = path.lastIndexOf('/', slash - 1);
    }
  }
  return [...folders];
}
