import { AuditError } from '../errors.ts';
import { BREASTGPT_8B, synthesizeBreastGpt } from '../model/breastgpt/synthesize.ts';
import type { Qwen3VlConfig } from '../model/qwen3-vl/config.ts';
import { PUBLISHED_SIZES } from '../model/qwen3-vl/published-sizes.ts';
import { synthesizeCheckpoint } from '../model/qwen3-vl/synthesize.ts';
import type { Progress } from '../progress.ts';

/** Options of `audit model synth`. */
export interface SynthOptions {
  /** A published size: qwen3-vl-8b. */
  readonly like: string;
  readonly out: string;
  /** Decoder layers; default those of the size. */
  readonly layers?: number;
  /** Layers of the vision tower; default those of the size. */
  readonly visionLayers?: number;
  readonly seed?: number;
  /** A shard is closed before it would grow beyond this; default 5 GB. */
  readonly shardBytes?: number;
  /** A checkpoint folder whose tokenizer and chat template are copied. */
  readonly tokenizer?: string;
}

/**
 * `audit model synth`: writes a checkpoint with random weights.
 *
 * @returns What was written, for stderr.
 * @throws {AuditError} for an unknown size, a tokenizer that does not fit it, or a folder that can
 *   not be written to.
 */
export async function synthModel(options: SynthOptions, progress: Progress): Promise<string> {
  const { like, out, seed = 0, shardBytes, tokenizer } = options;
  const published = like === 'breastgpt-8b' ? BREASTGPT_8B.qwen : PUBLISHED_SIZES[like];
  if (published === undefined) {
    throw new AuditError({
      code: 'size-unknown',
      location: `--like ${like}`,
      problem: 'there is no size of that name',
      remedy: `use one of ${Object.keys(PUBLISHED_SIZES).join(', ')}, breastgpt-8b`,
    });
  }
  const { layers = published.text.layerCount, visionLayers = published.vision.depth } = options;
  const qwen = {
    ...published,
    text: { ...published.text, layerCount: layers },
    vision: withDepth(published.vision, visionLayers),
  };
  const writing = {
    seed,
    progress,
    ...(shardBytes === undefined ? {} : { shardBytes }),
    ...(tokenizer === undefined ? {} : { tokenizerFolder: tokenizer }),
  };
  if (like === 'breastgpt-8b') await synthesizeBreastGpt({ ...BREASTGPT_8B, qwen }, out, writing);
  else await synthesizeCheckpoint(qwen, out, writing);
  return `${out}: random weights like ${like}, ${layers} decoder layers, ${visionLayers} vision layers, seed ${seed}`;
}

/** A tower of that depth, with DeepStack levels spread over it where the published ones do not fit. */
export function withDepth(vision: Qwen3VlConfig['vision'], depth: number): Qwen3VlConfig['vision'] {
  if (vision.deepstackLayers.every((layer) => layer < depth)) return { ...vision, depth };
  const levels = Math.min(vision.deepstackLayers.length, depth);
  const deepstackLayers = Array.from({ length: levels }, (_, level) =>
    Math.floor(((level + 1) * depth) / (levels + 1)),
  );
  return { ...vision, depth, deepstackLayers };
}
