import { AuditError } from '../errors.ts';
import { BREASTGPT_8B, synthesizeBreastGpt } from '../model/breastgpt/synthesize.ts';
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
  const { like, out, seed = 0 } = options;
  const known = like === 'breastgpt-8b' ? BREASTGPT_8B.qwen : PUBLISHED_SIZES[like];
  if (known === undefined) {
    throw new AuditError({
      code: 'size-unknown',
      location: `--like ${like}`,
      problem: 'there is no size of that name',
      remedy: `use one of ${Object.keys(PUBLISHED_SIZES).join(', ')}, breastgpt-8b`,
    });
  }
  const { layers = known.text.layerCount } = options;
  const qwen = { ...known, text: { ...known.text, layerCount: layers } };
  if (like === 'breastgpt-8b') {
    await synthesizeBreastGpt({ ...BREASTGPT_8B, qwen }, out, { seed, progress });
  } else {
    await synthesizeCheckpoint(qwen, out, { seed, progress });
  }
  return `${out}: random weights like ${like}, ${layers} decoder layers, seed ${seed}`;
}
