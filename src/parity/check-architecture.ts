import { join } from 'node:path';
import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import type { Architecture } from '../model/architecture.ts';
import { parseBreastGptConfig } from '../model/breastgpt/config.ts';
import { loadBreastGptProcessor, prepareBreastGptPrompt } from '../model/breastgpt/prompt.ts';
import type { Device, Precision } from '../model/model.ts';
import { parseQwen3VlConfig } from '../model/qwen3-vl/config.ts';
import { loadPromptProcessor, preparePrompt } from '../model/qwen3-vl/prompt.ts';
import { packageRoot } from '../package-root.ts';
import { type Progress, silentProgress } from '../progress.ts';
import { defaultCacheFolder } from '../runtime/cache-folder.ts';
import type { BreastGptEncoder } from '../runtime/encoder/breastgpt-encoder.ts';
import type { ModelExecutor } from '../runtime/model-executor.ts';
import { openExecutor } from '../runtime/open-executor.ts';
import { readBreastGptReference } from './breastgpt-reference.ts';
import { checkBreastGptFeatures } from './check-breastgpt-features.ts';
import { checkBreastGptInputs, type PreparedBreastGptCase } from './check-breastgpt-inputs.ts';
import { checkInputs, type Qwen3VlCase } from './check-inputs.ts';
import { type CheckOutputsOptions, checkOutputs } from './check-outputs.ts';
import { readReference } from './reference.ts';
import type { ParityStage } from './stage.ts';

/** Options of `checkArchitecture`. */
export interface CheckArchitectureOptions {
  /** Default 'cpu'. */
  readonly device?: Device;
  readonly precision: Precision;
  /** Where the reference vectors are; default `test/fixtures` of this package. */
  readonly referenceFolder?: string;
  /** Where quantised weights and parity records are kept; default ~/.cache/touchstone. */
  readonly cacheFolder?: string;
  readonly progress?: Progress;
}

/** How far this build's model is from the reference, stage by stage. */
export interface ArchitectureParity {
  readonly origin: string;
  readonly stages: readonly ParityStage[];
}

/** The tiny checkpoint of each architecture, and what its vectors were made with. */
const REFERENCES: Readonly<Record<Architecture['name'], { folder: string; origin: string }>> = {
  qwen3_vl: { folder: 'tiny-qwen3vl', origin: 'transformers 4.57.6, float32' },
  breastgpt: {
    folder: 'tiny-breastgpt',
    origin: 'the authors’ code on transformers 4.57.6, float32',
  },
};

/**
 * Runs the reference vectors of an architecture through this build, from text and media files to
 * greedy tokens, and compares every stage.
 *
 * @throws {AuditError} if the vectors can not be read or ONNX Runtime can not be loaded.
 */
export async function checkArchitecture(
  architecture: Architecture['name'],
  options: CheckArchitectureOptions,
): Promise<ArchitectureParity> {
  const {
    device = 'cpu',
    precision,
    referenceFolder = join(packageRoot(), 'test/fixtures'),
    cacheFolder = defaultCacheFolder(),
    progress = silentProgress,
  } = options;
  const reference = REFERENCES[architecture];
  const folder = join(referenceFolder, reference.folder);
  const settings = { folder, device, precision, cacheFolder, threads: undefined };
  const executor = await openExecutor(settings, silentProgress);
  const check = architecture === 'breastgpt' ? checkBreastGpt : checkQwen3Vl;
  try {
    const stages = await check(executor, referenceFolder, folder, { precision, progress });
    return { origin: reference.origin, stages };
  } finally {
    await executor.close();
  }
}

async function checkQwen3Vl(
  executor: ModelExecutor,
  referenceFolder: string,
  folder: string,
  options: CheckOutputsOptions,
): Promise<readonly ParityStage[]> {
  const reference = await readReference(referenceFolder);
  const checkpoint = await openCheckpoint(folder);
  const processor = loadPromptProcessor(checkpoint, parseQwen3VlConfig(checkpoint));
  const cases: Qwen3VlCase[] = [];
  for (const each of reference.cases) {
    cases.push({ reference: each, prepared: await preparePrompt(each.prompt, processor) });
  }
  return [
    ...(await checkInputs(reference, processor, cases)),
    ...(await checkOutputs(executor, cases, options)),
  ];
}

async function checkBreastGpt(
  executor: ModelExecutor,
  referenceFolder: string,
  folder: string,
  options: CheckOutputsOptions,
): Promise<readonly ParityStage[]> {
  const checkpoint = await openCheckpoint(folder);
  const config = parseBreastGptConfig(checkpoint);
  const processor = loadBreastGptProcessor(checkpoint, config);
  const encoder = executor.encoder as BreastGptEncoder;
  const cases: PreparedBreastGptCase[] = [];
  for (const reference of await readBreastGptReference(referenceFolder)) {
    const prepared = await prepareBreastGptPrompt(reference.prompt, processor);
    cases.push({ reference, prepared });
  }
  return [
    ...(await checkBreastGptInputs(executor, cases, options)),
    ...(await checkBreastGptFeatures(encoder, cases, config.qwen.text.hiddenSize)),
    ...(await checkOutputs(executor, cases, options)),
  ];
}
