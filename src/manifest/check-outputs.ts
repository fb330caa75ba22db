import { type Change, type Checked, shortHash } from './change.ts';
import type { Manifest } from './manifest.ts';
import { outputsOf } from './write-manifest.ts';

/** Compares every file of the run's folder with the manifest. */
export async function checkOutputs(folder: string, { outputs }: Manifest): Promise<Checked> {
  const now = new Map((await outputsOf(folder)).map((one) => [one.file, one]));
  const changes = outputs.flatMap(({ file, sha256 }): Change[] => {
    const found = now.get(file);
    now.delete(file);
    if (found === undefined)
      return [{ part: 'output', kind: 'missing', file, detail: 'It was written and is gone.' }];
    if (found.sha256 === sha256) return [];
    const detail = `Its content is not what was written (SHA-256 ${shortHash(found.sha256)}, was ${shortHash(sha256)}).`;
    return [{ part: 'output', kind: 'changed', file, detail }];
  });
  const added = [...now.keys()].map((file): Change => {
    const detail = 'It was not written by the run.';
    return { part: 'output', kind: 'added', file, detail };
  });
  return { changes: [...changes, ...added], unchecked: [], compared: outputs.length };
}
