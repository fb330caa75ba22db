import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import type { InputFile } from '../benchmark/benchmark.ts';
import type { ResolvedConfig } from '../benchmark/config.ts';
import { AuditError } from '../errors.ts';
import type { Disclosure } from './disclosure.ts';
import { readDisclosure } from './read-disclosure.ts';

/** A disclosure file, read and fingerprinted. */
export interface LoadedDisclosure {
  readonly disclosure: Disclosure;
  readonly input: InputFile;
}

/** Reads the file that a config names under `disclosure`; undefined where it names none. */
export async function loadDisclosure({
  disclosure,
  folder,
}: Pick<ResolvedConfig, 'disclosure' | 'folder'>): Promise<LoadedDisclosure | undefined> {
  return disclosure === undefined
    ? undefined
    : await openDisclosure(resolve(folder, disclosure), disclosure);
}

/**
 * Reads a disclosure file.
 *
 * @param path Absolute.
 * @param name As messages and results name it; default: the file's name.
 * @throws {AuditError} for a file that can't be read or is no disclosure.
 */
export async function openDisclosure(
  path: string,
  name: string = basename(path),
): Promise<LoadedDisclosure> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new AuditError({
      code: 'file-missing',
      location: name,
      problem: 'the disclosure file cannot be read',
      remedy: 'check its path, or write one with "audit disclosure init"',
      cause,
    });
  });
  const sha256 = createHash('sha256').update(text).digest('hex');
  return {
    disclosure: readDisclosure(name, text),
    input: { path: name, sha256, role: 'disclosure' },
  };
}
