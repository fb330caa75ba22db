import { type Checkpoint, openCheckpoint } from '../checkpoint/checkpoint.ts';
import { parseArchitecture } from '../model/architecture.ts';
import type { MediaOptions } from '../model/media-settings.ts';
import type { Device, Precision } from '../model/model.ts';
import type { Qwen3VlConfig } from '../model/qwen3-vl/config.ts';
import { buildDecoder } from '../model/qwen3-vl/decoder.ts';
import { buildGrowingDecoder } from '../model/qwen3-vl/growing-decoder.ts';
import { buildVisionTower } from '../model/qwen3-vl/vision-tower.ts';
import type { Graph } from '../onnx/graph.ts';
import type { Progress } from '../progress.ts';
import type { CacheForm } from './decoder/key-value-cache.ts';
import { AffinitySession } from './encoder/affinity-session.ts';
import { BreastGptEncoder } from './encoder/breastgpt-encoder.ts';
import type { PromptEncoder } from './encoder/prompt-encoder.ts';
import { Qwen3VlEncoder } from './encoder/qwen3-vl-encoder.ts';
import { SlideBranch } from './encoder/slide-branch.ts';
import { ModelExecutor } from './model-executor.ts';
import { type ModelParts, openOnCuda } from './open-on-cuda.ts';
import { type PlacedGraph, type Placement, placeBranch, placeDecoder } from './precision.ts';
import { createSession, type Session } from './session.ts';
import { followLinks } from './weights-folder.ts';

/** What an executor is opened with; it can be sent between threads. */
export interface ExecutorSettings {
  readonly folder: string;
  /** Default 'cpu'. */
  readonly device?: Device;
  readonly precision: Precision;
  readonly cacheFolder: string;
  /** Threads inside one operation; undefined for one per core. */
  readonly threads: number | undefined;
  /** For models with a selector. */
  readonly media?: MediaOptions;
}

/**
 * Builds the graphs over the checkpoint's own files and loads them.
 *
 * @throws {AuditError} for a checkpoint that can not be run.
 */
export async function openExecutor(
  settings: ExecutorSettings,
  progress: Progress,
): Promise<ModelExecutor> {
  const { folder, device = 'cpu', threads, media } = settings;
  const checkpoint = await followLinks(await openCheckpoint(folder));
  const architecture = parseArchitecture(checkpoint, media);
  const { qwen } = architecture;
  const options = {
    progress,
    hasSelector: architecture.name === 'breastgpt',
    ...(threads === undefined ? {} : { threads }),
  };
  const parts =
    device === 'cuda'
      ? await openOnCuda(qwen, checkpoint, options)
      : await openParts(qwen, checkpoint, settings, progress);
  const { vision, openSlide } = parts;
  let encoder: PromptEncoder = new Qwen3VlEncoder(qwen, vision);
  if (architecture.name === 'breastgpt') {
    const { config } = architecture;
    const slide = await SlideBranch.open(config.slide, checkpoint, openSlide);
    const affinities = await AffinitySession.open(
      qwen.text.hiddenSize,
      config.media.selectorPrecision,
      threads,
    );
    encoder = new BreastGptEncoder(config, { vision, slide, affinities }, progress);
  }
  return new ModelExecutor(qwen, { ...parts, encoder });
}

async function openParts(
  qwen: Qwen3VlConfig,
  checkpoint: Checkpoint,
  { device = 'cpu', precision, cacheFolder, threads }: ExecutorSettings,
  progress: Progress,
): Promise<ModelParts> {
  const open = (placed: PlacedGraph, keptOutputs: readonly string[] = []): Promise<Session> =>
    createSession(placed.graph, {
      ...placed,
      device,
      keptOutputs,
      ...(threads === undefined ? {} : { threads }),
    });
  const placement = { device, precision };
  const branch = (graph: Graph): Promise<Session> =>
    open(placeBranch(graph, checkpoint, placement));
  const cache = cacheForm(placement);
  const graph =
    cache.kind === 'growing'
      ? buildGrowingDecoder(qwen, checkpoint, cache.type)
      : buildDecoder(qwen, checkpoint);
  const decoder = await placeDecoder(graph, checkpoint, placement, { cacheFolder, progress });
  const form = device === 'webgpu' ? 'composed' : 'fused';
  return {
    vision: await branch(buildVisionTower(qwen, checkpoint, form)),
    decoder: await open(decoder, keptOutputs(graph, cache)),
    cache,
    openSlide: branch,
  };
}

function cacheForm({ device, precision }: Placement): CacheForm {
  if (device !== 'webgpu') return { kind: 'preallocated' };
  return { kind: 'growing', type: precision === 'float32' ? 'float32' : 'float16' };
}

/** A growing cache stays on the device. */
function keptOutputs({ outputs }: Graph, { kind }: CacheForm): readonly string[] {
  const names = outputs.map(({ name }) => name);
  return kind === 'growing' ? names.filter((name) => name.startsWith('present_')) : [];
}
