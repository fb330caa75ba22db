import type { Shaped } from '../qwen3-vl/tensor-outlines.ts';
import { type ConchConfig, POSITIONS_PX } from './config.ts';

/** Every tensor of a CONCH v1.5 encoder, in the order of the model, by its published name. */
export function conchOutlines(config: ConchConfig): readonly Shaped[] {
  const { hiddenSize, intermediateSize, patchSize, featureDim } = config;
  const stored = (POSITIONS_PX / patchSize) ** 2;
  const blocks = Array.from({ length: config.layerCount }, (_, layer) => {
    const prefix = `trunk.blocks.${layer}.`;
    return [
      ...withBias(`${prefix}norm1`, [hiddenSize]),
      ...withBias(`${prefix}attn.qkv`, [3 * hiddenSize, hiddenSize]),
      ...withBias(`${prefix}attn.proj`, [hiddenSize, hiddenSize]),
      { name: `${prefix}ls1.gamma`, shape: [hiddenSize] },
      ...withBias(`${prefix}norm2`, [hiddenSize]),
      ...withBias(`${prefix}mlp.fc1`, [intermediateSize, hiddenSize]),
      ...withBias(`${prefix}mlp.fc2`, [hiddenSize, intermediateSize]),
      { name: `${prefix}ls2.gamma`, shape: [hiddenSize] },
    ];
  });
  return [
    { name: 'trunk.cls_token', shape: [1, 1, hiddenSize] },
    { name: 'trunk.pos_embed', shape: [1, stored + 1, hiddenSize] },
    ...withBias('trunk.patch_embed.proj', [hiddenSize, 3, patchSize, patchSize]),
    ...blocks.flat(),
    ...withBias('trunk.norm', [hiddenSize]),
    { name: 'attn_pool_contrast.query', shape: [1, featureDim] },
    ...withBias('attn_pool_contrast.ln_k', [hiddenSize]),
    ...withBias('attn_pool_contrast.ln_q', [featureDim]),
    { name: 'attn_pool_contrast.to_q.weight', shape: [featureDim, featureDim] },
    { name: 'attn_pool_contrast.to_kv.weight', shape: [2 * featureDim, hiddenSize] },
    { name: 'attn_pool_contrast.to_out.weight', shape: [featureDim, featureDim] },
    ...withBias('ln_contrast', [featureDim]),
  ];
}

function withBias(name: string, shape: readonly number[]): readonly Shaped[] {
  return [
    { name: `${name}.weight`, shape },
    { name: `${name}.bias`, shape: [shape[0]!] },
  ];
}
