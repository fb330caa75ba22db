import { stat } from 'node:fs/promises';
import { join, relative, resolve, sep } from 'node:path';
import type { AuditRun } from '../audit/audit-run.ts';
import { worstVerdict } from '../audit/worst-verdict.ts';
import { findFiles } from '../benchmark/find-files.ts';
import { type Progress, silentProgress } from '../progress.ts';
import { hashBytes, hashFile } from './hash-file.ts';
import type { ListedMedium, Manifest, ManifestInput } from './manifest.ts';
import { readMediaListing } from './read-manifest.ts';
import { StatCache, statCacheFile } from './stat-cache.ts';
import { outputsOf } from './write-manifest.ts';

/** Something that is not as it was when the run was written. */
export interface Change {
  readonly part: 'output' | 'input' | 'media' | 'result' | 'signature';
  /** `contradicts`: two files of the run do not agree. */
  readonly kind: 'changed' | 'missing' | 'added' | 'contradicts';
  /** As the result or the run's folder names it. */
  readonly file: string;
  /** One sentence. */
  readonly detail: string;
}

/** Options of the checks on files. */
export interface CheckOptions {
  /** Absolute folder where the benchmark lies now; default: where it lay. */
  readonly bench?: string;
  readonly progress?: Progress;
}

/** What a check found, and what it could not look at. */
export interface Checked {
  readonly changes: readonly Change[];
  /** One sentence each: why something was not checked. */
  readonly unchecked: readonly string[];
  /** Files that were compared. */
  readonly compared: number;
}

/** Compares every file of the run's folder with the manifest. */
export async function checkOutputs(folder: string, { outputs }: Manifest): Promise<Checked> {
  const now = new Map((await outputsOf(folder)).map((one) => [one.file, one]));
  const changes = outputs.flatMap(({ file, sha256 }): Change[] => {
    const found = now.get(file);
    now.delete(file);
    if (found === undefined)
      return [{ part: 'output', kind: 'missing', file, detail: 'It was written and is gone.' }];
    if (found.sha256 === sha256) return [];
    const detail = `Its content is not what was written (SHA-256 ${short(found.sha256)}, was ${short(sha256)}).`;
    return [{ part: 'output', kind: 'changed', file, detail }];
  });
  const added = [...now.keys()].map(
    (file): Change => ({
      part: 'output',
      kind: 'added',
      file,
      detail: 'It was not written by the run.',
    }),
  );
  return { changes: [...changes, ...added], unchecked: [], compared: outputs.length };
}

/** Compares the files that the run has read, its media apart, with what they were. */
export async function checkInputs(
  folder: string,
  manifest: Manifest,
  options: CheckOptions = {},
): Promise<Checked> {
  const changes: Change[] = [];
  const unchecked: string[] = [];
  let compared = 0;
  for (const input of manifest.inputs) {
    if (input.file === undefined) {
      if (input.role === 'journal')
        unchecked.push(`${input.path}: answers are in the journal, which other runs go on with.`);
      continue;
    }
    compared += 1;
    changes.push(...(await compareInput(input, placed(folder, manifest, input.file, options))));
  }
  changes.push(...(await addedFiles(folder, manifest, options)));
  return { changes, unchecked, compared };
}

async function compareInput(
  { path, role, sha256 }: ManifestInput,
  file: string,
): Promise<Change[]> {
  const now = await hashFile(file).catch(() => undefined);
  if (now === undefined)
    return [{ part: 'input', kind: 'missing', file: path, detail: `The ${role} file is gone.` }];
  if (now === sha256) return [];
  const detail = `The ${role} file has another content (SHA-256 ${short(now)}, was ${short(sha256)}).`;
  return [{ part: 'input', kind: 'changed', file: path, detail }];
}

/** Compares every listed medium; one whose size, date and inode are as they were is not read again. */
export async function checkMedia(
  folder: string,
  manifest: Manifest,
  options: CheckOptions = {},
): Promise<Checked> {
  const { media } = manifest;
  if (media === undefined) return { changes: [], unchecked: [], compared: 0 };
  if (media.listedIn === undefined)
    return {
      changes: [],
      unchecked: [`${media.count} media: a redacted run does not name them.`],
      compared: 0,
    };
  const listed = await readMediaListing(folder, media.listedIn);
  const cache = await StatCache.open(statCacheFile(folder));
  const task = (options.progress ?? silentProgress).start('Comparing media', listed.length);
  const changes: Change[] = [];
  for (const medium of listed) {
    changes.push(
      ...(await compareMedium(medium, placed(folder, manifest, medium.file, options), cache)),
    );
    task.advance();
  }
  task.done();
  await cache.close();
  return { changes, unchecked: [], compared: listed.length };
}

async function compareMedium(
  { path, sha256 }: ListedMedium,
  file: string,
  cache: StatCache,
): Promise<Change[]> {
  const now = await cache.hashOf(file).catch(() => undefined);
  if (now === sha256) return [];
  return now === undefined
    ? [{ part: 'media', kind: 'missing', file: path, detail: 'The medium is gone.' }]
    : [{ part: 'media', kind: 'changed', file: path, detail: 'The medium has another content.' }];
}

/** Whether result.json agrees with itself, with the manifest and with the list of media. */
export async function checkAgreement(
  folder: string,
  manifest: Manifest,
  run: AuditRun,
): Promise<readonly Change[]> {
  const differ = (detail: string): Change => ({
    part: 'result',
    kind: 'contradicts',
    file: 'result.json',
    detail,
  });
  const named = ({ path, role, sha256 }: ManifestInput | AuditRun['inputs'][number]): string =>
    JSON.stringify([path, role, sha256]);
  const inputs = run.inputs.map(named).join() === manifest.inputs.map(named).join();
  const worst = worstVerdict(run.audits.map(({ verdict }) => verdict));
  return [
    ...(inputs ? [] : [differ('It names other inputs than the manifest.')]),
    ...(JSON.stringify(run.config) === JSON.stringify(manifest.config) && run.seed === manifest.seed
      ? []
      : [differ('It holds another config or seed than the manifest.')]),
    ...(worst === run.verdict
      ? []
      : [differ(`Its verdict is ${run.verdict}; the worst of its audits is ${worst}.`)]),
    ...(await mediaAgreement(folder, manifest, run)).map(differ),
  ];
}

async function mediaAgreement(
  folder: string,
  { media }: Manifest,
  run: AuditRun,
): Promise<readonly string[]> {
  const input = run.inputs.find(({ role }) => role === 'media');
  if (media?.listedIn === undefined || input === undefined) return [];
  const lines = (await readMediaListing(folder, media.listedIn)).map(
    ({ path, sha256 }) => `${path}\t${sha256}\n`,
  );
  return hashBytes(lines.sort().join('')) === input.sha256
    ? []
    : [`Its digest of the media is not that of ${media.listedIn}.`];
}

/** Files that the config's patterns match now and did not then. */
async function addedFiles(
  folder: string,
  manifest: Manifest,
  options: CheckOptions,
): Promise<Change[]> {
  const changes: Change[] = [];
  for (const split of ['test', 'train'] as const) {
    const patterns = patternsOf(manifest.config, split);
    const base = placed(folder, manifest, manifest.folders[split], options);
    const known = new Set(manifest.inputs.map(({ role, path }) => `${role} ${path}`));
    if (patterns.length === 0 || !(await stat(base).catch(() => undefined))) continue;
    const found = await findFiles(patterns, base, `splits.${split}`).catch(() => []);
    for (const { file } of found) {
      if (known.has(`${split} ${file}`)) continue;
      const detail = `The config’s patterns take it into the ${split} split now.`;
      changes.push({ part: 'input', kind: 'added', file, detail });
    }
  }
  return changes;
}

function patternsOf(config: Manifest['config'], split: 'test' | 'train'): readonly string[] {
  const { splits } = config as { splits?: Readonly<Record<string, readonly string[]>> };
  return splits?.[split] ?? [];
}

/** Absolute place of what the manifest places relative to the run's folder; moved along with the benchmark's folder. */
function placed(
  folder: string,
  { folders }: Manifest,
  file: string,
  { bench }: CheckOptions,
): string {
  const place = resolve(folder, file);
  if (bench === undefined) return place;
  const within = relative(resolve(folder, folders.bench), place);
  return within.startsWith(`..${sep}`) || within === '..' ? place : join(bench, within);
}

function short(sha256: string): string {
  return `${sha256.slice(0, 12)}…`;
}
