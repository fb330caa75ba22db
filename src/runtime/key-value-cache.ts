import type { Qwen3VlConfig } from '../model/qwen3-vl/config.ts';
import type { RuntimeTensor } from './session.ts';

/**
 * Keys and values of every layer, f32[batch, keyValueHeads, capacity, headDim] each. The
 * same memory is fed and fetched, so a step writes its tokens and copies nothing.
 */
export interface KeyValueCache {
  readonly past: Readonly<Record<string, RuntimeTensor>>;
  readonly present: Readonly<Record<string, RuntimeTensor>>;
}

/** An empty cache for `batch` rows of up to `capacity` tokens. */
export function createKeyValueCache(
  { keyValueHeadCount, headDim, layerCount }: Qwen3VlConfig['text'],
  batch: number,
  capacity: number,
): KeyValueCache {
  const shape = [batch, keyValueHeadCount, capacity, headDim];
  const past: Record<string, RuntimeTensor> = {};
  const present: Record<string, RuntimeTensor> = {};
  for (let layer = 0; layer < layerCount; layer++) {
    for (const kind of ['key', 'value']) {
      const tensor = { data: new Float32Array(shape.reduce((a, b) => a * b)), shape };
      past[`past_${kind}.${layer}`] = tensor;
      present[`present_${kind}.${layer}`] = tensor;
    }
  }
  return { past, present };
}
