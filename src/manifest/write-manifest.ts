import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join, resolve } from 'node:path';
import type { AuditRun } from '../audit/audit-run.ts';
import type { Benchmark, InputFile } from '../benchmark/benchmark.ts';
import type { ResolvedConfig } from '../benchmark/config.ts';
import type { ModelCard } from '../model-card/model-card.ts';
import { hashFile } from './hash-file.ts';
import { type KnownMedia, listMedia } from './list-media.ts';
import {
  type HashedFile,
  type ListedMedium,
  type Manifest,
  type ManifestCheckpoint,
  type ManifestInput,
  manifestFile,
  mediaFile,
  signatureFile,
} from './manifest.ts';
import { placeFrom } from './places.ts';
import { sideBySide } from './side-by-side.ts';

/** Where the parts of a run lie, and how it was asked for. */
export interface ManifestPlaces extends KnownMedia {
  /** Absolute folder of the run, with everything already in it that the manifest covers. */
  readonly folder: string;
  readonly config: Pick<ResolvedConfig, 'folder' | 'testFolder' | 'trainFolder' | 'input'>;
  /** Absolute path of the policy, where there is one. */
  readonly policy?: string;
  /** Names of media may stand in the folder: false for a redacted run. */
  readonly listMedia: boolean;
  /** Options of the command line that change the result or the report. */
  readonly options: Manifest['options'];
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
  const media = await listMedia(benchmark, folder, places);
  await writeListing(places.listMedia ? media : [], join(folder, mediaFile));
  const manifest: Manifest = {
    manifestVersion: 1,
    createdAt: places.now.toISOString(),
    tool: run.tool,
    schemaVersion: run.schemaVersion,
    environment: {
      node: process.version,
      platform: process.platform,
      architecture: process.arch,
      packages: await packageVersions(),
    },
    seed: run.seed,
    options: places.options,
    folders: {
      bench: placeFrom(folder, config.folder),
      test: placeFrom(folder, config.testFolder),
      train: placeFrom(folder, config.trainFolder),
    },
    inputs: await Promise.all(run.inputs.map((input) => placedInput(input, places))),
    ...(media.length > 0 && {
      media: { count: media.length, ...(places.listMedia && { listedIn: mediaFile }) },
    }),
    checkpoints: checkpointsOf(run).map(({ path, ...checkpoint }) => ({
      ...checkpoint,
      folder: placeFrom(folder, resolve(config.folder, path)),
    })),
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
export async function outputsOf(folder: string): Promise<readonly HashedFile[]> {
  const others = new Set([manifestFile, signatureFile]);
  const names = (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((one) => one.isFile() && !one.name.endsWith('.unfinished'))
    .map((one) => placeFrom(folder, join(one.parentPath, one.name)))
    .filter((file) => !others.has(file))
    .sort();
  return await sideBySide(names, async (file): Promise<HashedFile> => {
    const path = join(folder, file);
    return { file, sha256: await hashFile(path), sizeBytes: (await stat(path)).size };
  });
}

/** The checkpoints of a run's cards, with their places as the config writes them. */
export function checkpointsOf(
  run: Pick<AuditRun, 'models' | 'grading'>,
): readonly (Omit<ManifestCheckpoint, 'folder'> & { readonly path: string })[] {
  const facts = (
    { name, checkpoint }: Pick<ModelCard, 'name' | 'checkpoint'>,
    of: ManifestCheckpoint['of'],
  ) => {
    if (checkpoint?.status !== 'opened') return [];
    const { path, fingerprint, precision, device, parity } = checkpoint;
    return [{ name, of, path, fingerprint, precision, ...(device && { device }), parity }];
  };
  return [
    ...run.models.flatMap((card) => facts(card, 'model')),
    ...(run.grading?.graders ?? []).flatMap((card) => facts(card, 'grader')),
  ];
}

/** An empty list leaves no file. */
async function writeListing(media: readonly ListedMedium[], file: string): Promise<void> {
  if (media.length === 0) return await rm(file, { force: true });
  await writeFile(file, media.map((one) => `${JSON.stringify(one)}\n`).join(''));
}

async function placedInput(input: InputFile, places: ManifestPlaces): Promise<ManifestInput> {
  const path = fileOf(input, places);
  const facts = path === undefined ? undefined : await stat(path).catch(() => undefined);
  return {
    path: input.path,
    role: input.role,
    sha256: input.sha256,
    ...(path !== undefined && { file: placeFrom(places.folder, path) }),
    ...(facts && { sizeBytes: facts.size }),
  };
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

/** Versions of the packages whose arithmetic results depend on; one that is not installed is left out. */
async function packageVersions(): Promise<Record<string, string>> {
  const require = createRequire(import.meta.url);
  const versions: Record<string, string> = {};
  for (const name of ['onnxruntime-node', 'sharp']) {
    for (const folder of require.resolve.paths(name) ?? []) {
      const text = await readFile(join(folder, name, 'package.json'), 'utf8').catch(
        () => undefined,
      );
      if (text === undefined) continue;
      versions[name] = JSON.parse(text).version;
      break;
    }
  }
  return versions;
}
