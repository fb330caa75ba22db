import { join } from 'node:path';
import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import { isQuantised, type Precision } from '../model/model.ts';
import { parseQwen3VlConfig } from '../model/qwen3-vl/config.ts';
import { loadPromptProcessor, preparePrompt } from '../model/qwen3-vl/prompt.ts';
import { packageRoot } from '../package-root.ts';
import { silentProgress } from '../progress.ts';
import { defaultCacheFolder } from '../runtime/cache-folder.ts';
import { openExecutor } from '../runtime/open-executor.ts';
import { checkInputs, type PreparedCase } from './check-inputs.ts';
import { checkOutputs } from './check-outputs.ts';
import { readReference } from './reference.ts';
import type { ParityStage } from './stage.ts';

/** Options of `checkArchitecture`. */
export interface CheckArchitectureOptions {
  readonly precision: Precision;
  /** Where the reference vectors are; default `test/fixtures` of this package. */
  readonly referenceFolder?: string;
  /** Where quantised weights and parity records are kept; default ~/.cache/touchstone. */
  readonly cacheFolder?: string;
}

/** How far this build's Qwen3-VL is from the reference, stage by stage. */
export interface ArchitectureParity {
  readonly origin: string;
  readonly stages: readonly ParityStage[];
}

/**
 * Runs the reference vectors of Qwen3-VL through this build, from text and image files to
 * greedy tokens, and compares every stage.
 *
 * @throws {AuditError} if the vectors can not be read or ONNX Runtime can not be loaded.
 */
export async function checkArchitecture(
  options: CheckArchitectureOptions,
): Promise<ArchitectureParity> {
  const {
    precision,
    referenceFolder = join(packageRoot(), 'test/fixtures'),
    cacheFolder = defaultCacheFolder(),
  } = options;
  const reference = await readReference(referenceFolder);
  const checkpoint = await openCheckpoint(reference.checkpointFolder);
  const processor = loadPromptProcessor(checkpoint, parseQwen3VlConfig(checkpoint));
  const cases: PreparedCase[] = [];
  for (const each of reference.cases) {
    cases.push({ reference: each, prepared: await preparePrompt(each.prompt, processor) });
  }
  const settings = {
    folder: reference.checkpointFolder,
    precision,
    cacheFolder,
    threads: undefined,
  };
  const executor = await openExecutor(settings, silentProgress);
  try {
    return {
      origin: reference.origin,
      stages: [
        ...(await checkInputs(reference, processor, cases)),
        ...(await checkOutputs(executor, cases, !isQuantised(precision))),
      ],
    };
  } finally {
    await executor.close();
  }
}
