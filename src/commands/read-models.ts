import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Benchmark } from '../benchmark/benchmark.ts';
import type { ResolvedConfig } from '../benchmark/config.ts';
import type { CheckedModels } from '../engine-check/check-models.ts';
import { AuditError } from '../errors.ts';
import type { ModelCard } from '../model-card/model-card.ts';
import { readDecoding } from '../model-card/read-decoding.ts';
import { recordedCards } from '../model-card/recorded-answers.ts';
import type { Progress } from '../progress.ts';
import type { Computes } from './resolve-device.ts';

/** Options of `readModels`. */
export interface ReadModelsOptions {
  /** False asks the engine check nothing, and opens no checkpoint that nothing else needs. */
  readonly engineCheck: boolean;
  /** Whether the models will be asked apart from that; default: where the config has a battery. */
  readonly asked?: boolean;
  readonly computes: Computes;
  readonly modelCacheFolder: string;
  readonly progress: Progress;
}

interface CheckpointOptions {
  readonly engineCheck: boolean;
  readonly asked: boolean;
  readonly computes: Computes;
  readonly cacheFolder: string;
  readonly progress: Progress;
}

/** What is known of the config's models. Without a checkpoint to open, no part of the engine is loaded. */
export async function readModels(
  config: ResolvedConfig,
  benchmark: Benchmark,
  options: ReadModelsOptions,
): Promise<CheckedModels> {
  const { engineCheck, computes, modelCacheFolder: cacheFolder, progress } = options;
  const checked = await readCheckpoints(config, benchmark, {
    engineCheck,
    asked: options.asked ?? config.battery !== undefined,
    computes,
    cacheFolder,
    progress,
  });
  const models = checked.models.map((card): ModelCard => {
    const endpoint = config.models[card.name]?.endpoint;
    if (endpoint === undefined) return card;
    const { origin, pathname } = new URL(endpoint.url);
    const ownTemperature =
      endpoint.body.temperature === null && ({ ownTemperature: true } as const);
    return {
      ...card,
      endpoint: { url: origin + pathname, model: endpoint.model, ...ownTemperature },
    };
  });
  return { ...checked, models };
}

async function readCheckpoints(
  config: ResolvedConfig,
  benchmark: Benchmark,
  { engineCheck, asked, computes, cacheFolder, progress }: CheckpointOptions,
): Promise<CheckedModels> {
  const paths = Object.values(config.models).flatMap(({ path }) => path ?? []);
  if ((engineCheck || asked) && paths.length > 0) {
    await requireWritable(cacheFolder);
    const { checkModels } = await import('../engine-check/check-models.ts');
    const { maxNewTokens } = config.engineCheck;
    const checked = engineCheck ? config : { ...config, engineCheck: { items: 0, maxNewTokens } };
    return checkModels(checked, benchmark, { cacheFolder, ...computes, progress });
  }
  const models = recordedCards(benchmark).map(async (card): Promise<ModelCard> => {
    const path = config.models[card.name]?.path;
    const reason = 'skipped by --no-engine-check';
    if (path === undefined) return card;
    const decoding = await readDecoding(resolve(config.folder, path));
    return {
      ...card,
      ...(decoding && { decoding }),
      checkpoint: { status: 'not-run', path, reason },
    };
  });
  return { models: await Promise.all(models) };
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
