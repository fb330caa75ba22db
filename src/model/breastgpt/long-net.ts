import { type Checkpoint, requireTensor } from '../../checkpoint/checkpoint.ts';
import type { Graph } from '../../onnx/graph.ts';
import { add, gelu } from '../../onnx/ops/elementwise.ts';
import { stack } from '../../onnx/ops/layout.ts';
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
 * The slide branch of BreastGPT: LongNet over the tiles of a slide, with a projection to
 * the decoder after every layer and one more at the end.
 *
 * Inputs: `features` f32[count, featureDim]; for each group g of heads of branch b `rows.b.g`
 * i64[segments, length] and `places.b.g` i64[count], see `groupIndices`.
 *
 * Outputs: `merged` f32[count, outHiddenSize], `deepstack` f32[layers, count, outHiddenSize]
 * and `layers` f32[layers, count, featureDim], the hidden states themselves.
 *
 * Source: BreastGPT's slide encoder, MODEL.md section 7.
 *
 * @throws {AuditError} if a tensor is missing or has another shape.
 */
export function buildLongNet(config: LongNetConfig, checkpoint: Checkpoint): Graph {
  const tape = new Tape('slide-branch');
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
  const layers: Value[] = [];
  const projected: Value[] = [];
  for (let layer = 0; layer < config.layerCount; layer++) {
    hidden = longNetLayer(tape, checkpoint, config, layer, hidden, groups); // [count, featureDim]
    layers.push(hidden);
    projected.push(
      project(
        tape,
        checkpoint,
        `slide.intermediate_projectors.${layer}`,
        hidden,
        config.outHiddenSize,
      ),
    ); //                                                                     [count, outHiddenSize]
  }
  const merged = project(tape, checkpoint, 'slide.feature_projector', hidden, config.outHiddenSize);
  tape.output('merged', merged);
  tape.output('deepstack', stack(tape, projected));
  tape.output('layers', stack(tape, layers));
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
