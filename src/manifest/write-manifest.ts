import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve, sep } from 'node:path';
import type { AuditRun } from '../audit/audit-run.ts';
import type { Benchmark, InputFile } from '../benchmark/benchmark.ts';
import type { ResolvedConfig } from '../benchmark/config.ts';
import { hashBytes } from './hash-file.ts';
import {
  type HashedFile,
  type ListedMedium,
  type Manifest,
  type ManifestInput,
  type ManifestModel,
  manifestFile,
  mediaFile,
  signatureFile,
} from './manifest.ts';
import { StatCache, statCacheFile } from './stat-cache.ts';

/** Where the parts of a run lie. */
export interface ManifestPlaces {
  /** Absolute folder of the run, with everything already in it that the manifest covers. */
  readonly folder: string;
  readonly config: Pick<ResolvedConfig, 'folder' | 'testFolder' | 'trainFolder' | 'input'>;
  /** Absolute path of the policy, where there is one. */
  readonly policy?: string;
  /** Names of media may stand in the folder: false for a redacted run. */
  readonly listMedia: boolean;
  /** Hashes of media that the audit has made, by path. */
  readonly mediaHashes: ReadonlyMap<string, string>;
  /** Milliseconds since 1970, before the first input was read. */
  readonly startedAt: number;
  readonly now: Date;
}

/**
 * Writes manifest.json, and media.jsonl where media are listed, into a run's folder. A signature of
 * an earlier manifest goes: it no longer says anything.
 */
export async function writeManifest(
  run: AuditRun,
  benchmark: Pick<Benchmark, 'test' | 'train'>,
  places: ManifestPlaces,
): Promise<Manifest> {
  const { folder, config } = places;
  const media = await listMedia(benchmark, places);
  const listing = join(folder, mediaFile);
  if (places.listMedia && media.length > 0)
    await writeFile(listing, media.map((one) => `${JSON.stringify(one)}\n`).join(''));
  else await rm(listing, { force: true });
  const manifest: Manifest = {
    manifestVersion: 1,
    createdAt: places.now.toISOString(),
    tool: run.tool,
    schemaVersion: run.schemaVersion,
    environment: {
      node: process.version,
      platform: process.platform,
      architecture: process.arch,
    },
    seed: run.seed,
    folders: {
      bench: placeOf(config.folder, folder),
      test: placeOf(config.testFolder, folder),
      train: placeOf(config.trainFolder, folder),
    },
    inputs: run.inputs.map((input) => inputPlace(input, places)),
    ...(media.length > 0 && {
      media: { count: media.length, ...(places.listMedia && { listedIn: mediaFile }) },
    }),
    models: run.models.map(modelFacts),
    config: run.config,
    outputs: await outputsOf(folder),
  };
  await rm(join(folder, signatureFile), { force: true });
  const unfinished = join(folder, `${manifestFile}.unfinished`);
  await writeFile(unfinished, `${JSON.stringify(manifest, null, 2)}\n`);
  await rename(unfinished, join(folder, manifestFile));
  return manifest;
}

/** Every file of a run's folder, but the manifest, its signature and what is half written. */
export async function outputsOf(folder: string): Promise<HashedFile[]> {
  const others = new Set([manifestFile, signatureFile]);
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((one) => one.isFile() && !others.has(one.name) && !one.name.endsWith('.unfinished'))
    .map(({ name }) => name)
    .sort();
  return await Promise.all(
    names.map(async (file): Promise<HashedFile> => {
      const bytes = await readFile(join(folder, file));
      return { file, sha256: hashBytes(bytes), sizeBytes: bytes.length };
    }),
  );
}

async function listMedia(
  { test, train }: Pick<Benchmark, 'test' | 'train'>,
  { folder, mediaHashes, startedAt }: ManifestPlaces,
): Promise<ListedMedium[]> {
  const files = new Map<string, string>();
  for (const { media } of [...test, ...train]) {
    for (const { path, file } of media) {
      // What rows hold themselves is covered by the hash of their file.
      if (file !== undefined && !path.startsWith('inline:')) files.set(path, file);
    }
  }
  const cache = await StatCache.open(statCacheFile(folder));
  const listed: ListedMedium[] = [];
  for (const [path, file] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const known = mediaHashes.get(path);
    const isThere = await stat(file).catch(() => undefined);
    if (!isThere?.isFile()) continue;
    if (known !== undefined) await cache.note(file, known, startedAt);
    const sha256 = known ?? (await cache.hashOf(file));
    listed.push({ path, file: placeOf(file, folder), sha256 });
  }
  await cache.close();
  return listed;
}

function inputPlace(input: InputFile, places: ManifestPlaces): ManifestInput {
  const file = fileOf(input, places);
  const { path, role, sha256 } = input;
  return { path, role, sha256, ...(file !== undefined && { file: placeOf(file, places.folder) }) };
}

/** Absolute path of an input; undefined for what is no file of its own. */
function fileOf({ path, role }: InputFile, { config, policy }: ManifestPlaces): string | undefined {
  switch (role) {
    case 'media':
    case 'journal':
      return undefined;
    case 'policy':
      return policy;
    case 'config':
      return resolve(config.folder, basename(path));
    case 'test':
    case 'parent':
      return resolve(config.testFolder, path);
    case 'train':
      return resolve(config.trainFolder, path);
    default:
      return resolve(config.folder, path);
  }
}

/** A place as seen from the run's folder, `/`-separated: nothing of the machine above both. */
function placeOf(path: string, folder: string): string {
  return relative(folder, path).split(sep).join('/') || '.';
}

function modelFacts({ name, checkpoint }: AuditRun['models'][number]): ManifestModel {
  if (checkpoint?.status !== 'opened') return { name };
  const { fingerprint, precision, parity } = checkpoint;
  return {
    name,
    fingerprint: fingerprint.id,
    precision,
    parity: {
      verdict: parity.verdict,
      ...('build' in parity && { build: parity.build }),
    },
  };
}
