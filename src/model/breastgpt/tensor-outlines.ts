import { type Shaped, tensorOutlines } from '../qwen3-vl/tensor-outlines.ts';
import type { BreastGptConfig } from './config.ts';

/** Every tensor of a BreastGPT checkpoint: those of its Qwen3-VL and of the slide branch. */
export function breastGptOutlines({ qwen, slide }: BreastGptConfig): readonly Shaped[] {
  const { featureDim, ffnDim, layerCount, outHiddenSize } = slide;
  const layers = Array.from({ length: layerCount }, (_, layer) => {
    const prefix = `slide.layers.${layer}.`;
    return [
      ...withBias(`${prefix}ln1`, [featureDim]),
      ...withBias(`${prefix}ln2`, [featureDim]),
      ...['q', 'k', 'v', 'out'].flatMap((name) =>
        withBias(`${prefix}self_attn.${name}_proj`, [featureDim, featureDim]),
      ),
      ...withBias(`${prefix}ffn.0`, [ffnDim, featureDim]),
      ...withBias(`${prefix}ffn.2`, [featureDim, ffnDim]),
      ...withBias(`slide.intermediate_projectors.${layer}`, [outHiddenSize, featureDim]),
    ];
  });
  return [
    ...tensorOutlines(qwen),
    ...layers.flat(),
    ...withBias('slide.feature_projector', [outHiddenSize, featureDim]),
  ];
}

function withBias(name: string, shape: readonly number[]): readonly Shaped[] {
  return [
    { name: `${name}.weight`, shape },
    { name: `${name}.bias`, shape: [shape[0]!] },
  ];
}
