import { type Checkpoint, requireTensor } from '../../checkpoint/checkpoint.ts';
import type { Graph } from '../../onnx/graph.ts';
import { multiHeadAttention } from '../../onnx/ops/attention.ts';
import { add, gelu, multiply } from '../../onnx/ops/elementwise.ts';
import { concat, reshape, rows, split, transpose } from '../../onnx/ops/layout.ts';
import { linear, weight } from '../../onnx/ops/linear.ts';
import { layerNorm } from '../../onnx/ops/normalization.ts';
import { Tape } from '../../onnx/tape.ts';
import type { Value } from '../../onnx/value.ts';
import { type ConchConfig, POOLER_HEADS, POSITIONS_PX } from './config.ts';
import { stretchPositions } from './stretch-positions.ts';

/** The tape with what every part of the encoder reads. */
interface Encoder {
  readonly tape: Tape;
  readonly checkpoint: Checkpoint;
  readonly config: ConchConfig;
  /** Rows of one tile: its patches and the class token. */
  readonly tokens: number;
}

/** timm's vision transformer sets its own; the pooler has torch's default. */
const TRUNK_EPSILON = 1e-6;
const POOLER_EPSILON = 1e-5;
const POOLER = 'attn_pool_contrast.';

/**
 * The tile encoder of CONCH v1.5: a vision transformer whose tokens, the class token among
 * them, are pooled by one learned query. There is no projection after the last norm.
 *
 * Input: `patches` f32[tiles * gridSize^2, 3 * patchSize^2], each tile's patches row by row.
 * Output: `features` f32[tiles, featureDim].
 *
 * Source: Trident's copy of the authors' definition (`model_zoo/conchv1_5/conchv1_5.py`), checked
 * by reading: LayerScale in every block, GELU through the error function, position embeddings of
 * a 14 x 14 grid stretched to 28 x 28 (see `stretchPositions`).
 *
 * @throws {AuditError} if a tensor is missing or has another shape.
 */
export function buildTileEncoder(config: ConchConfig, checkpoint: Checkpoint): Graph {
  const tape = new Tape('tile-encoder');
  const patches = tape.input('patches', 'float32', ['patches', 3 * config.patchSize ** 2]);
  const encoder: Encoder = { tape, checkpoint, config, tokens: config.gridSize ** 2 + 1 };
  let hidden = embed(encoder, patches); //                                     [rows, hidden]
  for (let layer = 0; layer < config.layerCount; layer++) {
    hidden = block(encoder, `trunk.blocks.${layer}.`, hidden); //              [rows, hidden]
  }
  const context = norm(encoder, 'trunk.norm', hidden, TRUNK_EPSILON);
  const pooled = pool(encoder, context); //                                    [tiles, featureDim]
  tape.output('features', norm(encoder, 'ln_contrast', pooled, POOLER_EPSILON));
  return tape.graph;
}

/** Class token and patches of every tile, with their positions added: f32[rows, hidden]. */
function embed({ tape, checkpoint, config, tokens }: Encoder, patches: Value): Value {
  const { hiddenSize, patchSize, gridSize } = config;
  const count = gridSize ** 2;
  const stored = (POSITIONS_PX / patchSize) ** 2;
  const table = requireTensor(checkpoint, 'trunk.pos_embed', [1, stored + 1, hiddenSize]);
  const positions = weight(tape, { ...table, shape: [stored + 1, hiddenSize] });
  const shares = stretchPositions(POSITIONS_PX / patchSize, gridSize);
  const stretched = tape.op(
    'MatMul',
    [tape.constant(shares, [count, stored], 'shares'), rows(tape, positions, 1, stored + 1)],
    { type: 'float32', shape: [count, hiddenSize] },
  );
  const embedded = linear(
    tape,
    patches, //                                                                [patches, 768]
    requireTensor(checkpoint, 'trunk.patch_embed.proj.weight', [
      hiddenSize,
      3,
      patchSize,
      patchSize,
    ]),
    requireTensor(checkpoint, 'trunk.patch_embed.proj.bias', [hiddenSize]),
  );
  const shape = ['tiles', count, hiddenSize];
  const placed = add(tape, reshape(tape, embedded, [-1, count, hiddenSize], shape), stretched);
  const classToken = requireTensor(checkpoint, 'trunk.cls_token', [1, 1, hiddenSize]);
  const first = add(tape, weight(tape, classToken), rows(tape, positions, 0, 1));
  const all = concat(tape, [perTile(tape, first, placed), placed], 1, [
    'tiles',
    tokens,
    hiddenSize,
  ]);
  return reshape(tape, all, [-1, hiddenSize], ['rows', hiddenSize]);
}

/** The one row of x f32[1, 1, n] for each tile of `like` f32[tiles, ...]. */
function perTile(tape: Tape, x: Value, like: Value): Value {
  const tiles = tape.op('Shape', [like], { type: 'int64', shape: [1] }, { end: { int: 1 } });
  const sizes = concat(tape, [tiles, tape.shape(x.shape.slice(1).map(Number))], 0, [3]);
  return tape.op('Expand', [x, sizes], { type: x.type, shape: ['tiles', ...x.shape.slice(1)] });
}

function block(encoder: Encoder, prefix: string, hidden: Value): Value {
  const { tape } = encoder;
  const normed = norm(encoder, `${prefix}norm1`, hidden, TRUNK_EPSILON);
  const attended = scale(encoder, `${prefix}ls1.gamma`, attention(encoder, prefix, normed));
  const middle = add(tape, hidden, attended); //                               [rows, hidden]
  const wide = norm(encoder, `${prefix}norm2`, middle, TRUNK_EPSILON);
  return add(tape, middle, scale(encoder, `${prefix}ls2.gamma`, mlp(encoder, prefix, wide)));
}

function attention(encoder: Encoder, prefix: string, x: Value): Value {
  const { tape, config, tokens } = encoder;
  const qkv = project(encoder, `${prefix}attn.qkv`, x, 3 * config.hiddenSize); // [rows, 3 * hidden]
  const [query, key, value] = split(tape, qkv, 3) as [Value, Value, Value];
  const mixed = multiHeadAttention(tape, query, key, value, config.headCount, tokens);
  return project(encoder, `${prefix}attn.proj`, mixed, config.hiddenSize); //  [rows, hidden]
}

function mlp(encoder: Encoder, prefix: string, x: Value): Value {
  const { hiddenSize, intermediateSize } = encoder.config;
  const wide = gelu(encoder.tape, project(encoder, `${prefix}mlp.fc1`, x, intermediateSize));
  return project(encoder, `${prefix}mlp.fc2`, wide, hiddenSize);
}

/** LayerScale: every column times a learned number. */
function scale({ tape, checkpoint, config }: Encoder, name: string, x: Value): Value {
  return multiply(tape, x, weight(tape, requireTensor(checkpoint, name, [config.hiddenSize])));
}

/** One query attends to all tokens of a tile: context f32[rows, hidden] to f32[tiles, featureDim]. */
function pool(encoder: Encoder, context: Value): Value {
  const { tape, checkpoint, config, tokens } = encoder;
  const { featureDim } = config;
  const headDim = featureDim / POOLER_HEADS;
  const learned = weight(tape, requireTensor(checkpoint, `${POOLER}query`, [1, featureDim]));
  const asked = norm(encoder, `${POOLER}ln_q`, learned, POOLER_EPSILON); //    [1, featureDim]
  const projected = bare(encoder, `${POOLER}to_q`, asked, featureDim);
  const scaled = multiply(tape, projected, tape.scalar(headDim ** -0.5, 'float32'));
  const query = reshape(tape, scaled, [POOLER_HEADS, 1, headDim], [POOLER_HEADS, 1, headDim]);
  const normed = norm(encoder, `${POOLER}ln_k`, context, POOLER_EPSILON);
  const [key, value] = split(
    tape,
    bare(encoder, `${POOLER}to_kv`, normed, 2 * featureDim), //                [rows, 2 * featureDim]
    2,
  ) as [Value, Value];
  const perHead = (x: Value, order: readonly number[]): Value => {
    const shape = ['tiles', tokens, POOLER_HEADS, headDim];
    return transpose(tape, reshape(tape, x, [-1, tokens, POOLER_HEADS, headDim], shape), order);
  };
  const scores = tape.op('MatMul', [query, perHead(key, [0, 2, 3, 1])], {
    type: 'float32',
    shape: ['tiles', POOLER_HEADS, 1, tokens],
  });
  const mixed = tape.op(
    'MatMul',
    [tape.op('Softmax', [scores], scores, { axis: { int: -1 } }), perHead(value, [0, 2, 1, 3])],
    { type: 'float32', shape: ['tiles', POOLER_HEADS, 1, headDim] },
  );
  const joined = reshape(tape, mixed, [-1, featureDim], ['tiles', featureDim]);
  return bare(encoder, `${POOLER}to_out`, joined, featureDim); //              [tiles, featureDim]
}

function norm({ tape, checkpoint }: Encoder, name: string, x: Value, epsilon: number): Value {
  const width = Number(x.shape.at(-1));
  return layerNorm(
    tape,
    x,
    requireTensor(checkpoint, `${name}.weight`, [width]),
    requireTensor(checkpoint, `${name}.bias`, [width]),
    epsilon,
  );
}

function project({ tape, checkpoint }: Encoder, name: string, x: Value, width: number): Value {
  return linear(
    tape,
    x,
    requireTensor(checkpoint, `${name}.weight`, [width, Number(x.shape[1])]),
    requireTensor(checkpoint, `${name}.bias`, [width]),
  );
}

/** A projection without a bias. */
function bare({ tape, checkpoint }: Encoder, name: string, x: Value, width: number): Value {
  const shape = [width, Number(x.shape[1])];
  return linear(tape, x, requireTensor(checkpoint, `${name}.weight`, shape));
}
