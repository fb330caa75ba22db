import { isAbsolute, relative, sep } from 'node:path';

/** Findings that the HTML report lists; these have pictures. */
export const listedFindings = 150;

/** Top of the source tree that reports are read beside: the checkout of a GitHub job, else `cwd`. */
export function sourceTop(
  environment: Readonly<Record<string, string | undefined>>,
  cwd: string,
): string {
  return environment.GITHUB_WORKSPACE || cwd;
}

/** A folder's path from the top of a source tree, `/`-separated; undefined where it is outside. */
export function folderInTree(folder: string, top: string): string | undefined {
  const path = relative(top, folder).split(sep).join('/');
  return path === '..' || path.startsWith('../') || isAbsolute(path) ? undefined : path;
}
