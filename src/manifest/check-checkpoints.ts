import { stat } from 'node:fs/promises';
import { type FileHash, fingerprintCheckpoint } from '../checkpoint/fingerprint.ts';
import { type Change, type Checked, type CheckOptions, shortHash } from './change.ts';
import type { Manifest, ManifestCheckpoint } from './manifest.ts';
import { placeNow } from './places.ts';

/** Options of `checkCheckpoints`. */
export interface CheckpointOptions extends CheckOptions {
  /** Where the hashes of large files are kept. */
  readonly modelCacheFolder: string;
}

/** Compares the files of every checkpoint that is at hand; one that is elsewhere is not compared. */
export async function checkCheckpoints(
  folder: string,
  manifest: Manifest,
  { moved, progress, modelCacheFolder: cacheFolder }: CheckpointOptions,
): Promise<Checked> {
  const changes: Change[] = [];
  const unchecked: string[] = [];
  let compared = 0;
  // A model that is a grader as well has one checkpoint.
  const folders = new Map(manifest.checkpoints.map((one) => [one.folder, one]));
  for (const checkpoint of folders.values()) {
    const place = { file: checkpoint.folder, side: 'bench' } as const;
    const path = placeNow(folder, manifest, place, moved);
    if (!(await stat(path).catch(() => undefined))?.isDirectory()) {
      unchecked.push(`The checkpoint of ${checkpoint.name} is not where it lay.`);
      continue;
    }
    const now = await fingerprintCheckpoint(path, { cacheFolder, ...(progress && { progress }) });
    changes.push(...compare(checkpoint, now.files));
    compared += checkpoint.fingerprint.files.length;
  }
  return { changes, unchecked, compared };
}

function compare({ name, fingerprint }: ManifestCheckpoint, files: readonly FileHash[]): Change[] {
  const now = new Map(files.map(({ file, sha256 }) => [file, sha256]));
  const before = new Map(fingerprint.files.map(({ file, sha256 }) => [file, sha256]));
  return [...new Set([...before.keys(), ...now.keys()])].flatMap((file): Change[] => {
    const [was, is] = [before.get(file), now.get(file)];
    if (was === is) return [];
    const change = { part: 'checkpoint', file: `${name}: ${file}` } as const;
    if (is === undefined)
      return [{ ...change, kind: 'missing', detail: 'The file of the checkpoint is gone.' }];
    if (was === undefined)
      return [{ ...change, kind: 'added', detail: 'The checkpoint did not have this file.' }];
    const detail = `The file of the checkpoint has another content (SHA-256 ${shortHash(is)}, was ${shortHash(was)}).`;
    return [{ ...change, kind: 'changed', detail }];
  });
}
