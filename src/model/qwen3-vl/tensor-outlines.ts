import type { TensorOutline } from '../../checkpoint/safetensors.ts';
import type { Qwen3VlConfig } from './config.ts';

export type Shaped = Pick<TensorOutline, 'name' | 'shape'>;

/** Every tensor that a checkpoint of this configuration holds, in the order of the model. */
export function tensorOutlines(config: Qwen3VlConfig): readonly Shaped[] {
  return [...visionOutlines(config.vision), ...textOutlines(config.text)];
}

function visionOutlines(vision: Qwen3VlConfig['vision']): readonly Shaped[] {
  const { hiddenSize, intermediateSize, patchSize, temporalPatchSize, outHiddenSize } = vision;
  const merged = hiddenSize * vision.spatialMergeSize ** 2;
  const blocks = Array.from({ length: vision.depth }, (_, layer) => {
    const prefix = `model.visual.blocks.${layer}.`;
    return [
      ...withBias(`${prefix}norm1`, [hiddenSize]),
      ...withBias(`${prefix}norm2`, [hiddenSize]),
      ...withBias(`${prefix}attn.qkv`, [3 * hiddenSize, hiddenSize]),
      ...withBias(`${prefix}attn.proj`, [hiddenSize, hiddenSize]),
      ...withBias(`${prefix}mlp.linear_fc1`, [intermediateSize, hiddenSize]),
      ...withBias(`${prefix}mlp.linear_fc2`, [hiddenSize, intermediateSize]),
    ];
  });
  const merger = (prefix: string, normSize: number): readonly Shaped[] => [
    ...withBias(`${prefix}norm`, [normSize]),
    ...withBias(`${prefix}linear_fc1`, [merged, merged]),
    ...withBias(`${prefix}linear_fc2`, [outHiddenSize, merged]),
  ];
  return [
    ...withBias('model.visual.patch_embed.proj', [
      hiddenSize,
      3,
      temporalPatchSize,
      patchSize,
      patchSize,
    ]),
    { name: 'model.visual.pos_embed.weight', shape: [vision.positionEmbeddings, hiddenSize] },
    ...blocks.flat(),
    ...merger('model.visual.merger.', hiddenSize),
    ...vision.deepstackLayers.flatMap((_, level) =>
      merger(`model.visual.deepstack_merger_list.${level}.`, merged),
    ),
  ];
}

function textOutlines(text: Qwen3VlConfig['text']): readonly Shaped[] {
  const { hiddenSize, intermediateSize, headDim, vocabularySize } = text;
  const queryWidth = text.headCount * headDim;
  const keyWidth = text.keyValueHeadCount * headDim;
  const layers = Array.from({ length: text.layerCount }, (_, layer) => {
    const shapes: readonly (readonly [string, readonly number[]])[] = [
      ['input_layernorm', [hiddenSize]],
      ['self_attn.q_proj', [queryWidth, hiddenSize]],
      ['self_attn.k_proj', [keyWidth, hiddenSize]],
      ['self_attn.v_proj', [keyWidth, hiddenSize]],
      ['self_attn.q_norm', [headDim]],
      ['self_attn.k_norm', [headDim]],
      ['self_attn.o_proj', [hiddenSize, queryWidth]],
      ['post_attention_layernorm', [hiddenSize]],
      ['mlp.gate_proj', [intermediateSize, hiddenSize]],
      ['mlp.up_proj', [intermediateSize, hiddenSize]],
      ['mlp.down_proj', [hiddenSize, intermediateSize]],
    ];
    return shapes.map(([name, shape]) => ({
      name: `model.language_model.layers.${layer}.${name}.weight`,
      shape,
    }));
  });
  const table = [vocabularySize, hiddenSize];
  return [
    { name: 'model.language_model.embed_tokens.weight', shape: table },
    ...layers.flat(),
    { name: 'model.language_model.norm.weight', shape: [hiddenSize] },
    ...(text.tieWordEmbeddings ? [] : [{ name: 'lm_head.weight', shape: table }]),
  ];
}

function withBias(name: string, shape: readonly number[]): readonly Shaped[] {
  return [
    { name: `${name}.weight`, shape },
    { name: `${name}.bias`, shape: [shape[0]!] },
  ];
}
