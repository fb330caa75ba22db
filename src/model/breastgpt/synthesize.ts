import type { Qwen3VlConfig } from '../qwen3-vl/config.ts';
import { PUBLISHED_SIZES } from '../qwen3-vl/published-sizes.ts';
import { type SynthesizeOptions, writeCheckpoint } from '../qwen3-vl/synthesize.ts';
import { slideTokenId, syntheticDocuments } from '../qwen3-vl/synthetic-documents.ts';
import type { BreastGptConfig } from './config.ts';
import { breastGptOutlines } from './tensor-outlines.ts';

const QWEN = PUBLISHED_SIZES['qwen3-vl-8b']!;
const SLIDE_TOKEN = slideTokenId(firstSpecialOf(QWEN));

/**
 * The size of the release: Qwen3-VL-8B with the rows its tokenizer needs, and LongNet over
 * CONCH features of 768 numbers.
 */
export const BREASTGPT_8B: BreastGptConfig = {
  qwen: { ...QWEN, text: { ...QWEN.text, vocabularySize: SLIDE_TOKEN + 1 } },
  slide: {
    featureDim: 768,
    headCount: 8,
    layerCount: 3,
    ffnDim: 3072,
    outHiddenSize: QWEN.text.hiddenSize,
  },
  media: {
    selectorPrecision: 'float32',
    tokenBudgets: { image: 64, slide: 128, volume: 128 },
    volumeWindow: undefined,
  },
  slideToken: SLIDE_TOKEN,
};

/** Writes a BreastGPT checkpoint with random weights. @throws {AuditError} as `writeCheckpoint`. */
export async function synthesizeBreastGpt(
  config: BreastGptConfig,
  folder: string,
  options: SynthesizeOptions = {},
): Promise<void> {
  const endOfText = firstSpecialOf(config.qwen);
  const documents = {
    ...syntheticDocuments(config.qwen, {
      architectures: ['BreastGPT'],
      model_type: 'breastgpt',
      feature_dim: config.slide.featureDim,
      long_net_heads: config.slide.headCount,
      long_net_layers: config.slide.layerCount,
      histo_token_id: config.slideToken,
      image_token_num: config.media.tokenBudgets.image,
      histo_token_num: config.media.tokenBudgets.slide,
      video_token_num: config.media.tokenBudgets.volume,
    }),
    // The authors' build script leaves only the ids in it, so that answers are greedy.
    'generation_config.json': `${JSON.stringify({ bos_token_id: endOfText, eos_token_id: endOfText + 2 })}\n`,
  };
  await writeCheckpoint(breastGptOutlines(config), documents, folder, options);
}

/** Qwen3-VL's special tokens begin with the end of text, twelve ids before the one for images. */
function firstSpecialOf({ tokens }: Qwen3VlConfig): number {
  return tokens.image - 12;
}
