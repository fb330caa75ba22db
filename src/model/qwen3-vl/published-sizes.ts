import type { Qwen3VlConfig } from './config.ts';

const LARGE_VISION = {
  hiddenSize: 1152,
  intermediateSize: 4304,
  depth: 27,
  headCount: 16,
  deepstackLayers: [8, 16, 24],
};
const SMALL_VISION = {
  hiddenSize: 1024,
  intermediateSize: 4096,
  depth: 24,
  headCount: 16,
  deepstackLayers: [5, 11, 17],
};

/** Sizes of the dense Qwen3-VL releases, as their config.json files give them. */
export const PUBLISHED_SIZES: Readonly<Record<string, Qwen3VlConfig>> = {
  'qwen3-vl-2b': published(SMALL_VISION, [2048, 6144, 28, 16], true),
  'qwen3-vl-4b': published(SMALL_VISION, [2560, 9728, 36, 32], true),
  'qwen3-vl-8b': published(LARGE_VISION, [4096, 12_288, 36, 32], false),
  'qwen3-vl-32b': published(LARGE_VISION, [5120, 25_600, 64, 64], false),
};

function published(
  vision: typeof LARGE_VISION,
  [hiddenSize, intermediateSize, layerCount, headCount]: readonly [number, number, number, number],
  tieWordEmbeddings: boolean,
): Qwen3VlConfig {
  return {
    text: {
      hiddenSize,
      intermediateSize,
      layerCount,
      headCount,
      keyValueHeadCount: 8,
      headDim: 128,
      rmsNormEpsilon: 1e-6,
      ropeTheta: 5_000_000,
      mropeSection: [24, 20, 20],
      tieWordEmbeddings,
      vocabularySize: 151_936,
    },
    vision: {
      ...vision,
      patchSize: 16,
      temporalPatchSize: 2,
      spatialMergeSize: 2,
      positionEmbeddings: 2304,
      outHiddenSize: hiddenSize,
    },
    tokens: { image: 151_655, video: 151_656, visionStart: 151_652, visionEnd: 151_653 },
  };
}
