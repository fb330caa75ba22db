import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { audits as knownAudits } from '../../audits/index.ts';
import type { Benchmark } from '../benchmark/benchmark.ts';
import { loadConfig, type ResolvedConfig } from '../benchmark/config.ts';
import { loadBenchmark } from '../benchmark/load-benchmark.ts';
import type { CheckedModels } from '../engine-check/check-models.ts';
import { AuditError } from '../errors.ts';
import type { Device } from '../model/model.ts';
import type { ModelCard } from '../model-card/model-card.ts';
import { recordedCards } from '../model-card/recorded-answers.ts';
import type { Progress } from '../progress.ts';
import { resolveBench } from './built-in.ts';

/** What every command on a benchmark is told. */
export interface BenchOptions {
  readonly bench: string;
  readonly data?: string;
  readonly train?: string;
  readonly outDir?: string;
  readonly seed?: number;
  readonly limit?: number;
}

/** A benchmark that has been read, with where results about it go. */
export interface ReadBenchmark {
  readonly config: ResolvedConfig;
  readonly benchmark: Benchmark;
  readonly outDir: string;
  /** Fingerprints and pictures that a later run reuses. */
  readonly cacheDir: string;
}

/**
 * Reads config, splits and recorded answers.
 *
 * @param cwd Folder against which relative paths of the command line count.
 * @throws {AuditError} for anything the user can mend.
 */
export async function readBenchmark(
  options: BenchOptions,
  cwd: string,
  progress: Progress,
): Promise<ReadBenchmark> {
  const outDir = resolve(cwd, options.outDir ?? 'audit-results');
  const cacheDir = join(outDir, '.cache');
  const config = await loadConfig(resolveBench(options.bench, cwd), {
    ...(options.data !== undefined && { data: resolve(cwd, options.data) }),
    ...(options.train !== undefined && { train: resolve(cwd, options.train) }),
    ...(options.seed !== undefined && { seed: options.seed }),
    ...(options.limit !== undefined && { limit: options.limit }),
    auditIds: knownAudits.map((audit) => audit.id),
  });
  const mediaCacheDir = join(cacheDir, 'media');
  return {
    config,
    benchmark: await loadBenchmark(config, { progress, mediaCacheDir }),
    outDir,
    cacheDir,
  };
}

/** Options of `readModels`. */
export interface ReadModelsOptions {
  /** False asks the engine check nothing, and opens no checkpoint that nothing else needs. */
  readonly engineCheck: boolean;
  readonly computes: Computes;
  readonly modelCacheFolder: string;
  readonly progress: Progress;
}

interface CheckpointOptions {
  readonly engineCheck: boolean;
  readonly computes: Computes;
  readonly cacheFolder: string;
  readonly progress: Progress;
}

/** What is known of the config's models. Without a checkpoint to open, no part of the engine is loaded. */
export async function readModels(
  config: ResolvedConfig,
  benchmark: Benchmark,
  { engineCheck, computes, modelCacheFolder: cacheFolder, progress }: ReadModelsOptions,
): Promise<CheckedModels> {
  const checked = await readCheckpoints(config, benchmark, {
    engineCheck,
    computes,
    cacheFolder,
    progress,
  });
  const models = checked.models.map((card): ModelCard => {
    const endpoint = config.models[card.name]?.endpoint;
    if (endpoint === undefined) return card;
    const { origin, pathname } = new URL(endpoint.url);
    return { ...card, endpoint: { url: origin + pathname, model: endpoint.model } };
  });
  return { ...checked, models };
}

async function readCheckpoints(
  config: ResolvedConfig,
  benchmark: Benchmark,
  { engineCheck, computes, cacheFolder, progress }: CheckpointOptions,
): Promise<CheckedModels> {
  const paths = Object.values(config.models).flatMap(({ path }) => path ?? []);
  const opens = engineCheck || config.battery !== undefined;
  if (opens && paths.length > 0) {
    await requireWritable(cacheFolder);
    const { checkModels } = await import('../engine-check/check-models.ts');
    const { maxNewTokens } = config.engineCheck;
    const asked = engineCheck ? config : { ...config, engineCheck: { items: 0, maxNewTokens } };
    return checkModels(asked, benchmark, { cacheFolder, ...computes, progress });
  }
  const models = recordedCards(benchmark).map((card): ModelCard => {
    const path = config.models[card.name]?.path;
    const reason = 'skipped by --no-engine-check';
    return path === undefined ? card : { ...card, checkpoint: { status: 'not-run', path, reason } };
  });
  return { models };
}

/** Where checkpoints compute. */
export interface Computes {
  readonly device: Device;
  /** On other machines: nothing of the device is looked for here. */
  readonly elsewhere: boolean;
}

/**
 * Where checkpoints will compute. The CPU is taken for granted; to look for another device loads ONNX
 * Runtime. With a queue it is the workers' device.
 *
 * @throws {AuditError} if the device that was asked for does not work here, or the workers' has no name.
 */
export async function resolveDevice({
  device = 'cpu',
  queue,
}: {
  readonly device?: Device | 'auto';
  readonly queue?: string;
}): Promise<Computes> {
  if (device === 'cpu') return { device, elsewhere: false };
  if (queue === undefined) {
    const { chooseDevice } = await import('../runtime/device.ts');
    return { device: await chooseDevice(device), elsewhere: false };
  }
  if (device !== 'auto') return { device, elsewhere: true };
  throw new AuditError({
    code: 'device-unnamed',
    location: '--device auto',
    problem: 'says nothing of the workers that will compute',
    remedy: 'name their device: --device cuda',
  });
}

/** Hashes, parity records and quantised weights are kept there: better told before they are made. */
async function requireWritable(cacheFolder: string): Promise<void> {
  try {
    await mkdir(cacheFolder, { recursive: true });
    await access(cacheFolder, constants.W_OK);
  } catch (cause) {
    throw new AuditError({
      code: 'cache-unwritable',
      location: cacheFolder,
      problem: 'is where hashes and parity records of models are kept, and can not be written',
      remedy: 'set XDG_CACHE_HOME to a folder that can be written',
      cause,
    });
  }
}
