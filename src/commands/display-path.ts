import { relative } from 'node:path';

/** The path of a report as a person would type it from `cwd`. */
export function displayPath(path: string, cwd: string): string {
  const short = relative(cwd, path);
  return short.startsWith('..') ? path : short;
}
