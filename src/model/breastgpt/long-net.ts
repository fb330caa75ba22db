import { type Checkpoint, requireTensor } from '../../checkpoint/checkpoint.ts';
import type { Graph } from '../../onnx/graph.ts';
import { add, gelu } from '../../onnx/ops/elementwise.ts';
import { linear } from '../../onnx/ops/linear.ts';
import { layerNorm } from '../../onnx/ops/normalization.ts';
import { Tape } from '../../onnx/tape.ts';
import type { Value } from '../../onnx/value.ts';
import { dilatedAttention, type GroupInputs, HEAD_GROUPS } from './dilated-attention.ts';

/** Sizes of the slide branch. */
export interface LongNetConfig {
  /** Numbers of a tile. */
  readonly featureDim: number;
  readonly headCount: number;
  readonly layerCount: number;
  readonly ffnDim: number;
  /** hiddenSize of the decoder. */
  readonly outHiddenSize: number;
}

const LAYER_NORM_EPSILON = 1e-6;

/**
 * LongNet over the tiles of a slide.
 *
 * Inputs: `features` f32[count, featureDim]; for each group g of heads of branch b `rows.b.g`
 * i64[segments, length] and `places.b.g` i64[count], see `groupIndices`.
 *
 * Outputs: `hidden.0`, `hidden.1` ..., f32[count, featureDim] after each layer.
 *
 * Source: BreastGPT's slide encoder, MODEL.md section 7.
 *
 * @throws {AuditError} if a tensor is missing or has another shape.
 */
export function buildLongNet(config: LongNetConfig, checkpoint: Checkpoint): Graph {
  const tape = new Tape('long-net');
  let hidden = tape.input('features', 'float32', ['count', config.featureDim]);
  const groups = HEAD_GROUPS.map(({ branch, group }): GroupInputs => {
    const name = `${branch}.${group}`;
    return {
      branch,
      group,
      rows: tape.input(`rows.${name}`, 'int64', [`segments.${branch}`, `length.${branch}`]),
      places: tape.input(`places.${name}`, 'int64', ['count']),
    };
  });
  for (let layer = 0; layer < config.layerCount; layer++) {
    hidden = longNetLayer(tape, checkpoint, config, layer, hidden, groups); // [count, featureDim]
    tape.output(`hidden.${layer}`, hidden);
  }
  return tape.graph;
}

/** A projection of LongNet's hidden states to the decoder, and the layer it follows. */
export interface SlideLevel {
  readonly projector: string;
  readonly layer: number;
}

/** What the decoder gets of a slide: for the embeddings first, then for each DeepStack level. */
export function slideLevels({ layerCount }: LongNetConfig): readonly SlideLevel[] {
  return [
    { projector: 'slide.feature_projector', layer: layerCount - 1 },
    ...Array.from({ length: layerCount }, (_, layer) => ({
      projector: `slide.intermediate_projectors.${layer}`,
      layer,
    })),
  ];
}

/**
 * One projection. They are graphs of their own, since one level of a large slide fills
 * memory: 40,000 tiles of the 8B model take 655 MB.
 *
 * Input: `hidden` f32[count, featureDim]. Output: `projected` f32[count, outHiddenSize].
 *
 * @throws {AuditError} if a tensor is missing or has another shape.
 */
export function buildSlideProjector(
  { featureDim, outHiddenSize }: LongNetConfig,
  checkpoint: Checkpoint,
  { projector }: SlideLevel,
): Graph {
  const tape = new Tape(projector);
  const hidden = tape.input('hidden', 'float32', ['count', featureDim]);
  tape.output('projected', project(tape, checkpoint, projector, hidden, outHiddenSize));
  return tape.graph;
}

function longNetLayer(
  tape: Tape,
  checkpoint: Checkpoint,
  { featureDim, headCount, ffnDim }: LongNetConfig,
  layer: number,
  hidden: Value,
  groups: readonly GroupInputs[],
): Value {
  const prefix = `slide.layers.${layer}.`;
  const norm = (name: string, x: Value): Value =>
    layerNorm(
      tape,
      x,
      requireTensor(checkpoint, `${prefix}${name}.weight`, [featureDim]),
      requireTensor(checkpoint, `${prefix}${name}.bias`, [featureDim]),
      LAYER_NORM_EPSILON,
    );
  const dense = (name: string, x: Value, width: number): Value =>
    project(tape, checkpoint, `${prefix}${name}`, x, width);
  const normed = norm('ln1', hidden); //                                    [count, featureDim]
  const attended = dilatedAttention(
    tape,
    {
      query: dense('self_attn.q_proj', normed, featureDim),
      key: dense('self_attn.k_proj', normed, featureDim),
      value: dense('self_attn.v_proj', normed, featureDim),
    },
    groups,
    headCount,
  );
  const middle = add(tape, hidden, dense('self_attn.out_proj', attended, featureDim));
  const wide = gelu(tape, dense('ffn.0', norm('ln2', middle), ffnDim)); //  [count, ffnDim]
  return add(tape, middle, dense('ffn.2', wide, featureDim)); //            [count, featureDim]
}

function project(tape: Tape, checkpoint: Checkpoint, name: string, x: Value, width: number): Value {
  return linear(
    tape,
    x,
    requireTensor(checkpoint, `${name}.weight`, [width, Number(x.shape[1])]),
    requireTensor(checkpoint, `${name}.bias`, [width]),
  );
}
