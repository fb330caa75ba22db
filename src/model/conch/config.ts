import { join } from 'node:path';
import { type Checkpoint, requireTensor } from '../../checkpoint/checkpoint.ts';
import { AuditError } from '../../errors.ts';

/** Sizes of a CONCH v1.5 tile encoder: a vision transformer and an attentional pooler. */
export interface ConchConfig {
  readonly hiddenSize: number;
  readonly layerCount: number;
  readonly headCount: number;
  readonly intermediateSize: number;
  /** Side of a patch in pixels. */
  readonly patchSize: number;
  /** Patches along a side of a tile of `TILE_PX`. */
  readonly gridSize: number;
  /** Numbers of a tile's features. */
  readonly featureDim: number;
}

/** The release: ViT-L/16 and 768 numbers a tile. */
export const CONCH_V1_5: ConchConfig = {
  hiddenSize: 1024,
  layerCount: 24,
  headCount: 16,
  intermediateSize: 4096,
  patchSize: 16,
  gridSize: 28,
  featureDim: 768,
};

/** Side of a tile as the transformer takes it. */
export const TILE_PX = 448;
/** Side of an image that the position embeddings are stored for. */
export const POSITIONS_PX = 224;
/** Heads of the attentional pooler; no tensor tells them. */
export const POOLER_HEADS = 8;
const HEAD_DIM = 64;

/**
 * The sizes, from the shapes of the tensors: the release has no config.json. Heads have 64
 * numbers, as in every plain vision transformer of the published widths.
 *
 * @throws {AuditError} if a tensor that tells a size is missing or does not fit.
 */
export function parseConchConfig(checkpoint: Checkpoint): ConchConfig {
  const shapeOf = (name: string, axes: number): readonly number[] =>
    requireTensor(checkpoint, name, Array.from({ length: axes })).shape;
  const [hiddenSize, , patchSize] = shapeOf('trunk.patch_embed.proj.weight', 4) as [
    number,
    number,
    number,
  ];
  const [intermediateSize] = shapeOf('trunk.blocks.0.mlp.fc1.weight', 2) as [number];
  const featureDim = shapeOf('attn_pool_contrast.query', 2)[1]!;
  const numbers = [...checkpoint.tensors.keys()].map((name) =>
    Number(/^trunk\.blocks\.(\d+)\./.exec(name)?.[1] ?? -1),
  );
  const config: ConchConfig = {
    hiddenSize,
    layerCount: numbers.reduce((a, b) => Math.max(a, b), -1) + 1,
    headCount: hiddenSize / HEAD_DIM,
    intermediateSize,
    patchSize,
    gridSize: TILE_PX / patchSize,
    featureDim,
  };
  const whole = [config.headCount, POSITIONS_PX / patchSize, featureDim / POOLER_HEADS];
  if (!whole.every(Number.isInteger)) {
    throw new AuditError({
      code: 'encoder-unsupported',
      location: join(checkpoint.folder, checkpoint.files[0] ?? ''),
      problem: `has width ${hiddenSize}, patches of ${patchSize} px and ${featureDim} features, which no CONCH v1.5 has`,
      remedy: 'give the vision tower of CONCH v1.5 (pytorch_model_vision.bin, converted)',
    });
  }
  return config;
}
