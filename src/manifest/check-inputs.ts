import { findFiles } from '../benchmark/find-files.ts';
import { silentProgress } from '../progress.ts';
import { type Change, type Checked, type CheckOptions, shortHash } from './change.ts';
import { hashFile } from './hash-file.ts';
import type { Manifest, ManifestInput } from './manifest.ts';
import { folderNow, placeNow, type Side } from './places.ts';

/** Compares the files that the run has read, media and checkpoints apart, with what they were. */
export async function checkInputs(
  folder: string,
  manifest: Manifest,
  { moved, progress = silentProgress }: CheckOptions = {},
): Promise<Checked> {
  const files = manifest.inputs.filter(({ file }) => file !== undefined);
  const bytes = files.reduce((sum, { sizeBytes = 0 }) => sum + sizeBytes, 0);
  const task = progress.start('Comparing inputs (MB)', bytes / 1e6);
  const changes: Change[] = [];
  for (const input of files) {
    const place = { file: input.file as string, side: sideOf(input) };
    const path = placeNow(folder, manifest, place, moved);
    const now = await hashFile(path, (count) => task.advance(count / 1e6)).catch(() => undefined);
    changes.push(...compare(input, now));
  }
  task.done();
  const journals = manifest.inputs.filter(({ role }) => role === 'journal');
  return {
    changes: [...changes, ...(await addedFiles(folder, manifest, moved))],
    unchecked: journals.map(
      ({ path }) => `${path}: answers are in the journal, which other runs go on with.`,
    ),
    compared: files.length,
  };
}

function compare({ path, role, sha256 }: ManifestInput, now: string | undefined): Change[] {
  if (now === sha256) return [];
  const change = { part: 'input', file: path } as const;
  if (now === undefined)
    return [{ ...change, kind: 'missing', detail: `The ${role} file is gone or can't be read.` }];
  const detail = `The ${role} file has another content (SHA-256 ${shortHash(now)}, was ${shortHash(sha256)}).`;
  return [{ ...change, kind: 'changed', detail }];
}

function sideOf({ role }: ManifestInput): Side {
  if (role === 'parent') return 'test';
  return role === 'test' || role === 'train' ? role : 'bench';
}

/** Files that the config's patterns match now and did not then. */
async function addedFiles(
  folder: string,
  manifest: Manifest,
  moved: CheckOptions['moved'],
): Promise<Change[]> {
  const known = new Set(manifest.inputs.map(({ role, path }) => `${role} ${path}`));
  const changes = new Map<string, Change>();
  for (const { role, side, pattern } of patternsOf(manifest.config)) {
    const base = folderNow(folder, manifest, side, moved ?? {});
    // A pattern that matches nothing has lost its files, which is told of each of them.
    for (const { file } of await findFiles([pattern], base, role).catch(() => [])) {
      const key = `${role} ${file}`;
      const detail = `The config's patterns take it in as a ${role} file now.`;
      if (!known.has(key)) changes.set(key, { part: 'input', kind: 'added', file, detail });
    }
  }
  return [...changes.values()];
}

interface Pattern {
  readonly role: ManifestInput['role'];
  readonly side: Side;
  readonly pattern: string;
}

/** The file patterns of a config as it is echoed; keys that it lacks have none. */
function patternsOf(config: Manifest['config']): readonly Pattern[] {
  const { splits, predictions, judgments } = config as Partial<{
    splits: Readonly<Partial<Record<'test' | 'train' | 'parent', unknown>>>;
    predictions: unknown;
    judgments: unknown;
  }>;
  return [
    ...texts(splits?.test).map((pattern): Pattern => ({ role: 'test', side: 'test', pattern })),
    ...texts(splits?.train).map((pattern): Pattern => ({ role: 'train', side: 'train', pattern })),
    ...texts(splits?.parent).map((pattern): Pattern => ({ role: 'parent', side: 'test', pattern })),
    ...(['predictions', 'judgments'] as const).flatMap((role) =>
      list({ predictions, judgments }[role])
        .flatMap((entry) => texts((entry as { readonly path?: unknown } | null)?.path))
        .map((pattern): Pattern => ({ role, side: 'bench', pattern })),
    ),
  ];
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function texts(value: unknown): readonly string[] {
  return list(value).filter((one) => typeof one === 'string');
}
