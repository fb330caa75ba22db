import { AuditError } from '../errors.ts';
import { parameterCounts } from '../model/qwen3-vl/memory.ts';
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
  readonly seed?: number;
}

/**
 * `audit model synth`: writes a checkpoint with random weights.
 *
 * @returns What was written, for stderr.
 * @throws {AuditError} for an unknown size, or a folder that can not be written to.
 */
export async function synthModel(options: SynthOptions, progress: Progress): Promise<string> {
  const size = PUBLISHED_SIZES[options.like];
  if (size === undefined) {
    throw new AuditError({
      code: 'size-unknown',
      location: `--like ${options.like}`,
      problem: 'there is no size of that name',
      remedy: `use one of ${Object.keys(PUBLISHED_SIZES).join(', ')}`,
    });
  }
  const { layers = size.text.layerCount, seed = 0, out } = options;
  const config = { ...size, text: { ...size.text, layerCount: layers } };
  await synthesizeCheckpoint(config, out, { seed, progress });
  const { vision, decoder } = parameterCounts(config);
  const billions = ((vision + decoder) / 1e9).toFixed(2);
  return `${out}: ${billions} billion random weights like ${options.like}, ${layers} decoder layers, seed ${seed}`;
}
