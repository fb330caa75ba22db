import type { Precision } from '../model.ts';
import type { Qwen3VlConfig } from './config.ts';
import { tensorOutlines } from './tensor-outlines.ts';

/** Numbers a model is made of. */
export interface ParameterCounts {
  readonly vision: number;
  readonly decoder: number;
}

/** Parameters of the vision tower, and of the decoder with its embedding table and head. */
export function parameterCounts(config: Qwen3VlConfig): ParameterCounts {
  const counts = { vision: 0, decoder: 0 };
  for (const { name, shape } of tensorOutlines(config)) {
    const part = name.startsWith('model.visual.') ? 'vision' : 'decoder';
    counts[part] += shape.reduce((a, b) => a * b, 1);
  }
  return counts;
}

/** Bytes of a quantised number with its share of the block's scale. */
const QUANTIZED_BYTES = { int8: 1 + 4 / 32, int4: 0.5 + 4 / 32 } as const;

/**
 * Memory the weights of a checkpoint stored in 16 bits take while they run, without the
 * activations (some 100 MB a thousand tokens for the 8B model).
 *
 * Mapped weights are counted in full: they may be dropped from memory, at the price of
 * reading them again.
 */
export function weightBytes(config: Qwen3VlConfig, precision: Precision): number {
  const { vision, decoder } = parameterCounts(config);
  const table = config.text.vocabularySize * config.text.hiddenSize;
  const tied = config.text.tieWordEmbeddings;
  if (precision === 'float32') return 4 * (vision + decoder + (tied ? table : 0));
  // The language head is the largest matrix that is cast while it is multiplied.
  if (precision === 'bfloat16-mapped') return 2 * (vision + decoder) + 4 * table;
  if (precision === 'float16') return 4 * vision + 2 * decoder + (tied ? 2 * table : 0);
  if (precision === 'bfloat16') return 2 * (vision + decoder);
  const multiplied = tied ? decoder : decoder - table;
  return 4 * vision + 2 * table + QUANTIZED_BYTES[precision] * multiplied;
}

/** Bytes of the key-value cache that one token takes, in float32. */
export function cacheBytesPerToken({ text }: Qwen3VlConfig): number {
  return 2 * 4 * text.layerCount * text.keyValueHeadCount * text.headDim;
}
