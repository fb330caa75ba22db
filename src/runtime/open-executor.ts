import { openCheckpoint } from '../checkpoint/checkpoint.ts';
import type { Precision } from '../model/model.ts';
import { parseQwen3VlConfig } from '../model/qwen3-vl/config.ts';
import { buildDecoder } from '../model/qwen3-vl/decoder.ts';
import { buildVisionTower } from '../model/qwen3-vl/vision-tower.ts';
import type { Progress } from '../progress.ts';
import { ModelExecutor } from './model-executor.ts';
import { placeGraphs } from './precision.ts';
import { createSession } from './session.ts';
import { followLinks } from './weights-folder.ts';

/** What an executor is opened with; it can be sent between threads. */
export interface ExecutorSettings {
  readonly folder: string;
  readonly precision: Precision;
  readonly cacheFolder: string;
  /** Threads inside one operation; undefined for one per core. */
  readonly threads: number | undefined;
}

/**
 * Builds the graphs over the checkpoint's own files and loads them.
 *
 * @throws {AuditError} for a checkpoint that can not be run.
 */
export async function openExecutor(
  { folder, precision, cacheFolder, threads }: ExecutorSettings,
  progress: Progress,
): Promise<ModelExecutor> {
  const checkpoint = await followLinks(await openCheckpoint(folder));
  const config = parseQwen3VlConfig(checkpoint);
  const { vision, decoder } = await placeGraphs(
    { vision: buildVisionTower(config, checkpoint), decoder: buildDecoder(config, checkpoint) },
    checkpoint,
    precision,
    { cacheFolder, progress },
  );
  const threadOption = threads === undefined ? {} : { threads };
  return new ModelExecutor(config, {
    vision: await createSession(vision.graph, { ...vision, ...threadOption }),
    decoder: await createSession(decoder.graph, { ...decoder, ...threadOption }),
  });
}
