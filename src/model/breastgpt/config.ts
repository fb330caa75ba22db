import { join } from 'node:path';
import { z } from 'zod';
import { type Checkpoint, requireTensor } from '../../checkpoint/checkpoint.ts';
import { AuditError } from '../../errors.ts';
import type { MediaOptions, MediaSettings, TokenBudgets } from '../media-settings.ts';
import { parseQwen3VlConfig, type Qwen3VlConfig } from '../qwen3-vl/config.ts';
import type { LongNetConfig } from './long-net.ts';

/** BreastGPT: a Qwen3-VL with a slide branch and a selector on every medium. */
export interface BreastGptConfig {
  readonly qwen: Qwen3VlConfig;
  readonly slide: LongNetConfig;
  readonly media: MediaSettings;
  /** Id of the token that stands for a slide. */
  readonly slideToken: number;
}

const count = z.number().int().positive();
const document = z.object({
  feature_dim: count,
  long_net_heads: count,
  long_net_layers: count,
  selector: z.literal('CoverageTokenSelector').optional(),
  selector_use_txt: z.literal(false).optional(),
  histo_token_id: z.number().int(),
  image_token_num: count.default(64),
  histo_token_num: count.default(128),
  video_token_num: count.default(128),
});

/**
 * Reads the architecture of a BreastGPT checkpoint. Token budgets are those of the authors'
 * inference script (64 for an image, 128 for a slide or volume) unless config.json or
 * `options` have others.
 *
 * @throws {AuditError} for another architecture, a config that lacks something, or one that asks
 *   for what is not computed here.
 * @throws {RangeError} for a budget or window that can not be.
 */
export function parseBreastGptConfig(
  checkpoint: Checkpoint,
  options: MediaOptions = {},
): BreastGptConfig {
  const qwen = parseQwen3VlConfig(checkpoint);
  const parsed = document.safeParse(checkpoint.documents.config);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new AuditError({
      code: 'config-invalid',
      location: join(checkpoint.folder, 'config.json'),
      problem: `"${issue.path.join('.')}": ${issue.message}`,
      remedy: 'give the config.json the checkpoint was published with',
    });
  }
  const { data } = parsed;
  const levels = qwen.vision.deepstackLayers.length;
  if (data.long_net_layers !== levels) {
    throw new AuditError({
      code: 'config-invalid',
      location: join(checkpoint.folder, 'config.json'),
      problem: `"long_net_layers": ${data.long_net_layers} for ${levels} DeepStack levels`,
      remedy: 'slides need one layer of LongNet for each entry of deepstack_visual_indexes',
    });
  }
  const ffn = requireTensor(checkpoint, 'slide.layers.0.ffn.0.weight', [
    undefined,
    data.feature_dim,
  ]);
  return {
    qwen,
    slide: {
      featureDim: data.feature_dim,
      headCount: data.long_net_heads,
      layerCount: data.long_net_layers,
      ffnDim: ffn.shape[0]!,
      outHiddenSize: qwen.text.hiddenSize,
    },
    media: mediaSettings(options, {
      image: data.image_token_num,
      slide: data.histo_token_num,
      volume: data.video_token_num,
    }),
    slideToken: data.histo_token_id,
  };
}

function mediaSettings(
  { selectorPrecision = 'float32', tokenBudgets = {}, volumeWindow }: MediaOptions,
  published: TokenBudgets,
): MediaSettings {
  for (const [medium, budget] of Object.entries(tokenBudgets)) {
    if (Number.isSafeInteger(budget) && budget > 0) continue;
    throw new RangeError(`tokenBudgets.${medium} must be a whole number above 0, got ${budget}`);
  }
  for (const [name, value] of Object.entries(volumeWindow ?? {})) {
    if (Number.isSafeInteger(value) && (name === 'level' || value > 0)) continue;
    const wanted = name === 'level' ? 'a whole number' : 'a whole number above 0';
    throw new RangeError(`volumeWindow.${name} must be ${wanted}, got ${value}`);
  }
  return { selectorPrecision, tokenBudgets: { ...published, ...tokenBudgets }, volumeWindow };
}
