import { join } from 'node:path';
import { z } from 'zod';
import { type Checkpoint, requireTensor } from '../../checkpoint/checkpoint.ts';
import { AuditError } from '../../errors.ts';

/** What config.json and the tensors say about a dense Qwen3-VL. */
export interface Qwen3VlConfig {
  readonly text: {
    readonly hiddenSize: number;
    readonly intermediateSize: number;
    readonly layerCount: number;
    readonly headCount: number;
    readonly keyValueHeadCount: number;
    readonly headDim: number;
    readonly rmsNormEpsilon: number;
    readonly ropeTheta: number;
    /** Frequencies that follow time, height and width; they sum to headDim / 2. */
    readonly mropeSection: readonly [number, number, number];
    /** Whether the embedding table serves as language head. */
    readonly tieWordEmbeddings: boolean;
    /** Rows of the embedding table, whatever config.json says. */
    readonly vocabularySize: number;
  };
  readonly vision: {
    readonly hiddenSize: number;
    readonly intermediateSize: number;
    readonly depth: number;
    readonly headCount: number;
    readonly patchSize: number;
    readonly temporalPatchSize: number;
    readonly spatialMergeSize: number;
    /** Points of the position table, a square; its rows in the checkpoint. */
    readonly positionEmbeddings: number;
    readonly outHiddenSize: number;
    /** The blocks after which DeepStack features are taken, level by level. */
    readonly deepstackLayers: readonly number[];
  };
  /** Ids of special tokens. */
  readonly tokens: {
    readonly image: number;
    readonly video: number;
    readonly visionStart: number;
    readonly visionEnd: number;
  };
}

const count = z.number().int().positive();
const ropeSettings = z.object({
  rope_type: z.literal('default').optional(),
  mrope_interleaved: z.literal(true).optional(),
  mrope_section: z.tuple([count, count, count]),
  rope_theta: z.number().positive().optional(),
});
const document = z.object({
  model_type: z.literal(['qwen3_vl', 'breastgpt']),
  image_token_id: z.number().int(),
  video_token_id: z.number().int(),
  vision_start_token_id: z.number().int(),
  vision_end_token_id: z.number().int(),
  tie_word_embeddings: z.boolean().optional(),
  text_config: z
    .object({
      hidden_size: count,
      intermediate_size: count,
      num_hidden_layers: count,
      num_attention_heads: count,
      num_key_value_heads: count,
      head_dim: count,
      hidden_act: z.literal('silu').optional(),
      attention_bias: z.literal(false).optional(),
      rms_norm_eps: z.number().positive(),
      rope_theta: z.number().positive().optional(),
      rope_scaling: ropeSettings.nullish(),
      rope_parameters: ropeSettings.nullish(),
      tie_word_embeddings: z.boolean().optional(),
    })
    .refine((text) => text.rope_scaling ?? text.rope_parameters, {
      error: 'neither rope_scaling nor rope_parameters gives mrope_section',
    }),
  vision_config: z
    .object({
      hidden_size: count,
      intermediate_size: count,
      depth: count,
      in_channels: z.literal(3).optional(),
      hidden_act: z.literal('gelu_pytorch_tanh').optional(),
      num_heads: count,
      patch_size: count,
      temporal_patch_size: count,
      spatial_merge_size: count,
      out_hidden_size: count,
      deepstack_visual_indexes: z.array(z.number().int().nonnegative()).min(1),
    })
    .refine(({ depth, deepstack_visual_indexes: indexes }) => indexes.every((i) => i < depth), {
      error: 'a deepstack_visual_indexes entry is not below depth',
    }),
});

const DEFAULT_ROPE_THETA = 5_000_000;

/**
 * Reads the architecture of a dense Qwen3-VL (2B, 4B, 8B, 32B differ here only), or the
 * part of BreastGPT that is one.
 *
 * @throws {AuditError} for another architecture, or a config that lacks something.
 */
export function parseQwen3VlConfig(checkpoint: Checkpoint): Qwen3VlConfig {
  const parsed = document.safeParse(checkpoint.documents.config);
  if (!parsed.success) throw unusable(checkpoint, parsed.error);
  const { text_config: text, vision_config: vision, ...top } = parsed.data;
  const rope = (text.rope_scaling ?? text.rope_parameters)!;
  const embedding = requireTensor(checkpoint, 'model.language_model.embed_tokens.weight', [
    undefined,
    text.hidden_size,
  ]);
  const positions = requireTensor(checkpoint, 'model.visual.pos_embed.weight', [
    undefined,
    vision.hidden_size,
  ]);
  return {
    text: {
      hiddenSize: text.hidden_size,
      intermediateSize: text.intermediate_size,
      layerCount: text.num_hidden_layers,
      headCount: text.num_attention_heads,
      keyValueHeadCount: text.num_key_value_heads,
      headDim: text.head_dim,
      rmsNormEpsilon: text.rms_norm_eps,
      ropeTheta: text.rope_theta ?? rope.rope_theta ?? DEFAULT_ROPE_THETA,
      mropeSection: rope.mrope_section,
      tieWordEmbeddings: top.tie_word_embeddings ?? text.tie_word_embeddings ?? false,
      vocabularySize: embedding.shape[0]!,
    },
    vision: {
      hiddenSize: vision.hidden_size,
      intermediateSize: vision.intermediate_size,
      depth: vision.depth,
      headCount: vision.num_heads,
      patchSize: vision.patch_size,
      temporalPatchSize: vision.temporal_patch_size,
      spatialMergeSize: vision.spatial_merge_size,
      positionEmbeddings: positions.shape[0]!,
      outHiddenSize: vision.out_hidden_size,
      deepstackLayers: vision.deepstack_visual_indexes,
    },
    tokens: {
      image: top.image_token_id,
      video: top.video_token_id,
      visionStart: top.vision_start_token_id,
      visionEnd: top.vision_end_token_id,
    },
  };
}

function unusable(checkpoint: Checkpoint, error: z.ZodError): AuditError {
  const location = join(checkpoint.folder, 'config.json');
  const type = z.object({ model_type: z.unknown() }).safeParse(checkpoint.documents.config);
  if (error.issues.some(({ path }) => path.length === 0 || path[0] === 'model_type')) {
    return new AuditError({
      code: 'architecture-unknown',
      location,
      problem: `has model_type ${JSON.stringify(type.data?.model_type) ?? 'missing'}`,
      remedy: 'the architectures that can be run are "qwen3_vl" and "breastgpt"',
    });
  }
  const issue = error.issues[0]!;
  return new AuditError({
    code: 'config-invalid',
    location,
    problem: `"${issue.path.join('.')}": ${issue.message}`,
    remedy: 'give the config.json the checkpoint was published with',
  });
}
