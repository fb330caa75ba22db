import { type Checkpoint, requireTensor } from '../../checkpoint/checkpoint.ts';
import type { Graph } from '../../onnx/graph.ts';
import { multiHeadAttention, rotaryEmbedding } from '../../onnx/ops/attention.ts';
import { composedMultiHeadAttention } from '../../onnx/ops/composed-attention.ts';
import { add, cast, gelu, geluTanh, multiply } from '../../onnx/ops/elementwise.ts';
import { gather, take } from '../../onnx/ops/indexing.ts';
import { reshape, split, stack } from '../../onnx/ops/layout.ts';
import { linear } from '../../onnx/ops/linear.ts';
import { layerNorm } from '../../onnx/ops/normalization.ts';
import { Tape } from '../../onnx/tape.ts';
import type { Value } from '../../onnx/value.ts';
import type { Qwen3VlConfig } from './config.ts';

type VisionConfig = Qwen3VlConfig['vision'];

/** The tape with what every block of the tower reads. */
interface Tower {
  readonly tape: Tape;
  readonly checkpoint: Checkpoint;
  readonly vision: VisionConfig;
  /** f32[patches, headDim / 2] */
  readonly cos: Value;
  readonly sin: Value;
  readonly attention: AttentionForm;
}

/** Attention as one operator, or of plain ones for devices whose own is not always right. */
export type AttentionForm = 'fused' | 'composed';

const PREFIX = 'model.visual.';
const LAYER_NORM_EPSILON = 1e-6;

/**
 * The vision tower of Qwen3-VL for one image (one temporal patch), whose patches lie in
 * merge blocks: the spatialMergeSize^2 patches of a block are neighbours.
 *
 * Inputs: `patches` f32[patches, channels * temporalPatchSize * patchSize^2];
 * `position_index` i32[4, patches] and `position_weight` f32[4, patches], the four
 * neighbours in the position table; `cos`, `sin` f32[patches, headDim / 2].
 *
 * Outputs, with tokens = patches / spatialMergeSize^2: `merged` f32[tokens,
 * outHiddenSize]; `deepstack` f32[levels, tokens, outHiddenSize], one level for each
 * of `deepstackLayers`.
 *
 * Source: transformers 4.57, Qwen3VLVisionModel.
 *
 * @throws {AuditError} if a tensor is missing or has another shape.
 */
export function buildVisionTower(
  config: Qwen3VlConfig,
  checkpoint: Checkpoint,
  attention: AttentionForm = 'fused',
): Graph {
  const { vision } = config;
  const tape = new Tape('vision-tower');
  const patchWidth = 3 * vision.temporalPatchSize * vision.patchSize ** 2;
  const half = vision.hiddenSize / vision.headCount / 2;
  const patches = tape.input('patches', 'float32', ['patches', patchWidth]);
  const positionIndex = tape.input('position_index', 'int32', [4, 'patches']);
  const positionWeight = tape.input('position_weight', 'float32', [4, 'patches']);
  const cos = tape.input('cos', 'float32', ['patches', half]);
  const sin = tape.input('sin', 'float32', ['patches', half]);
  const tower: Tower = { tape, checkpoint, vision, cos, sin, attention };

  let hidden = patchEmbedding(tower, patches); //                              [patches, hidden]
  hidden = add(tape, hidden, positionEmbedding(tower, positionIndex, positionWeight));
  const deepstack: Value[] = [];
  for (let layer = 0; layer < vision.depth; layer++) {
    hidden = block(tower, layer, hidden); //                                   [patches, hidden]
    const level = vision.deepstackLayers.indexOf(layer);
    if (level >= 0) deepstack[level] = deepstackMerger(tower, level, hidden); // [tokens, out]
  }
  tape.output('merged', merger(tower, hidden)); //                             [tokens, out]
  tape.output('deepstack', stack(tape, deepstack)); //                         [levels, tokens, out]
  return tape.graph;
}

function patchEmbedding({ tape, checkpoint, vision }: Tower, patches: Value): Value {
  const { hiddenSize, temporalPatchSize, patchSize } = vision;
  const shape = [hiddenSize, 3, temporalPatchSize, patchSize, patchSize];
  return linear(
    tape,
    patches, //                                                                [patches, 1536]
    requireTensor(checkpoint, `${PREFIX}patch_embed.proj.weight`, shape),
    requireTensor(checkpoint, `${PREFIX}patch_embed.proj.bias`, [hiddenSize]),
  ); //                                                                        [patches, hidden]
}

/** The learned table is a square; a patch between its points gets their bilinear mix. */
function positionEmbedding({ tape, checkpoint, vision }: Tower, index: Value, mix: Value): Value {
  const table = tape.weight(
    requireTensor(checkpoint, `${PREFIX}pos_embed.weight`, [
      vision.positionEmbeddings,
      vision.hiddenSize,
    ]),
  );
  const corners = [0, 1, 2, 3].map((corner) => {
    const rows = cast(tape, gather(tape, table, take(tape, index, corner)), 'float32');
    const weight = reshape(tape, take(tape, mix, corner), [-1, 1], ['patches', 1]);
    return multiply(tape, rows, weight); //                                    [patches, hidden]
  });
  return corners.reduce((sum, corner) => add(tape, sum, corner));
}

function block(tower: Tower, layer: number, hidden: Value): Value {
  const { tape } = tower;
  const prefix = `${PREFIX}blocks.${layer}.`;
  const attended = attention(tower, prefix, norm(tower, `${prefix}norm1`, hidden));
  const middle = add(tape, hidden, attended); //                               [patches, hidden]
  return add(tape, middle, mlp(tower, prefix, norm(tower, `${prefix}norm2`, middle)));
}

function attention(tower: Tower, prefix: string, x: Value): Value {
  const { tape, vision, cos, sin } = tower;
  const { hiddenSize, headCount } = vision;
  const qkv = project(tower, `${prefix}attn.qkv`, x, 3 * hiddenSize); //        [patches, 3 * hidden]
  const [query, key, value] = split(tape, qkv, 3) as [Value, Value, Value]; // [patches, hidden]
  const turned = [query, key].map((x) => rotaryEmbedding(tape, x, cos, sin));
  const parts = [...turned, value] as [Value, Value, Value];
  // Patches come in whole merge blocks, so their number can be divided by a block's.
  const mixed =
    tower.attention === 'fused'
      ? multiHeadAttention(tape, ...parts, headCount)
      : composedMultiHeadAttention(tape, ...parts, headCount, vision.spatialMergeSize ** 2);
  return project(tower, `${prefix}attn.proj`, mixed, hiddenSize); //           [patches, hidden]
}

function mlp(tower: Tower, prefix: string, x: Value): Value {
  const { tape, vision } = tower;
  const wide = project(tower, `${prefix}mlp.linear_fc1`, x, vision.intermediateSize);
  return project(tower, `${prefix}mlp.linear_fc2`, geluTanh(tape, wide), vision.hiddenSize);
}

/** Norm of each patch, then the patches of a block side by side. */
function merger(tower: Tower, hidden: Value): Value {
  const prefix = `${PREFIX}merger.`;
  return mergeBlocks(tower, prefix, sideBySide(tower, norm(tower, `${prefix}norm`, hidden)));
}

/** The patches of a block side by side, then one norm over all of them. */
function deepstackMerger(tower: Tower, level: number, hidden: Value): Value {
  const prefix = `${PREFIX}deepstack_merger_list.${level}.`;
  return mergeBlocks(tower, prefix, norm(tower, `${prefix}norm`, sideBySide(tower, hidden)));
}

function sideBySide({ tape, vision }: Tower, hidden: Value): Value {
  const width = vision.spatialMergeSize ** 2 * vision.hiddenSize;
  return reshape(tape, hidden, [-1, width], ['tokens', width]); //             [tokens, 4 * hidden]
}

function mergeBlocks(tower: Tower, prefix: string, x: Value): Value {
  const width = Number(x.shape[1]);
  const middle = gelu(tower.tape, project(tower, `${prefix}linear_fc1`, x, width));
  return project(tower, `${prefix}linear_fc2`, middle, tower.vision.outHiddenSize); // [tokens, out]
}

function norm({ tape, checkpoint }: Tower, name: string, x: Value): Value {
  const width = Number(x.shape[1]);
  return layerNorm(
    tape,
    x,
    requireTensor(checkpoint, `${name}.weight`, [width]),
    requireTensor(checkpoint, `${name}.bias`, [width]),
    LAYER_NORM_EPSILON,
  );
}

function project({ tape, checkpoint }: Tower, name: string, x: Value, width: number): Value {
  return linear(
    tape,
    x,
    requireTensor(checkpoint, `${name}.weight`, [width, Number(x.shape[1])]),
    requireTensor(checkpoint, `${name}.bias`, [width]),
  );
}
