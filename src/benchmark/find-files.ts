import { stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { glob } from 'tinyglobby';
import { AuditError } from '../errors.ts';
import type { RowFile } from './read-rows.ts';

/**
 * The files that patterns mean, each once, in the order of the patterns and sorted within one.
 *
 * @param patterns Paths or globs; relative ones count from `folder`. A path that exists is taken
 *   as it is, even if it holds glob characters.
 * @param folder Absolute folder.
 * @param key Config key for messages: `splits.test`.
 * @returns Absolute paths with their names relative to `folder`.
 * @throws {AuditError} for a pattern that matches nothing.
 */
export async function findFiles(
  patterns: readonly string[],
  folder: string,
  key: string,
): Promise<RowFile[]> {
  const paths = new Set<string>();
  for (const pattern of patterns) {
    const found = await matches(pattern, folder);
    if (found.length === 0) {
      throw new AuditError({
        code: 'file-missing',
        location: key,
        problem: `"${pattern}" matches no file in ${folder}`,
        remedy: key.startsWith('splits')
          ? 'check the pattern, or name the folder with --data or --train'
          : 'check the path in the config',
      });
    }
    for (const path of found) paths.add(path);
  }
  return [...paths].map((path) => ({ path, file: relative(folder, path).split(sep).join('/') }));
}

async function matches(pattern: string, folder: string): Promise<string[]> {
  const literal = isAbsolute(pattern) ? pattern : resolve(folder, pattern);
  if ((await stat(literal).catch(() => undefined))?.isFile()) return [literal];
  const found = await glob(pattern, {
    cwd: folder,
    absolute: true,
    onlyFiles: true,
    expandDirectories: false,
  });
  return found.map((path) => resolve(path)).sort((a, b) => (a < b ? -1 : Number(a > b)));
}
