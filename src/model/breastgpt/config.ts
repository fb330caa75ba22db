import { join } from 'node:path';
import { z } from 'zod';
import { type Checkpoint, requireTensor } from '../../checkpoint/checkpoint.ts';
import { AuditError } from '../../errors.ts';
import { parseQwen3VlConfig, type Qwen3VlConfig } from '../qwen3-vl/config.ts';
import type { LongNetConfig } from './long-net.ts';

/** Tokens that each image, slide or volume is cut down to. */
export interface TokenBudgets {
  readonly image: number;
  readonly slide: number;
  readonly volume: number;
}

/** BreastGPT: a Qwen3-VL with a slide branch and a selector on every medium. */
export interface BreastGptConfig {
  readonly qwen: Qwen3VlConfig;
  readonly slide: LongNetConfig;
  readonly budgets: TokenBudgets;
  /** Id of the token that stands for a slide. */
  readonly slideToken: number;
}

const count = z.number().int().positive();
const document = z.object({
  feature_dim: count,
  long_net_heads: count,
  long_net_layers: count,
  histo_token_id: z.number().int(),
  image_token_num: count.default(64),
  histo_token_num: count.default(128),
  video_token_num: count.default(128),
});

/**
 * Reads the architecture of a BreastGPT checkpoint. Budgets are those of the authors'
 * inference script unless config.json has others.
 *
 * @throws {AuditError} for another architecture, or a config that lacks something.
 */
export function parseBreastGptConfig(checkpoint: Checkpoint): BreastGptConfig {
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
    budgets: {
      image: data.image_token_num,
      slide: data.histo_token_num,
      volume: data.video_token_num,
    },
    slideToken: data.histo_token_id,
  };
}
