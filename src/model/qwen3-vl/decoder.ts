import { type Checkpoint, requireTensor } from '../../checkpoint/checkpoint.ts';
import type { Graph } from '../../onnx/graph.ts';
import { groupQueryAttention, rotaryEmbedding } from '../../onnx/ops/attention.ts';
import { add, cast, multiply, silu } from '../../onnx/ops/elementwise.ts';
import { gather, scatterRows, take } from '../../onnx/ops/indexing.ts';
import { reshape, reshapeLike } from '../../onnx/ops/layout.ts';
import { linear } from '../../onnx/ops/linear.ts';
import { rmsNorm } from '../../onnx/ops/normalization.ts';
import { Tape } from '../../onnx/tape.ts';
import type { Value } from '../../onnx/value.ts';
import type { Qwen3VlConfig } from './config.ts';

type TextConfig = Qwen3VlConfig['text'];

/** Keys and values of one layer, f32[batch, keyValueHeads, capacity, headDim] each. */
export interface LayerCache {
  readonly key: Value;
  readonly value: Value;
}

/** What the decoder reads in one call, however it attends; `buildDecoder` says what is what. */
export interface TokenCall {
  /** i64[batch, tokens] or i64[rows] */
  readonly inputIds: Value;
  readonly visualEmbeds: Value;
  readonly visualIndex: Value;
  readonly deepstack: Value;
  readonly cos: Value;
  readonly sin: Value;
  readonly logitsIndex: Value;
}

/** What the decoder reads in one call with fused attention. */
export interface DecoderCall extends TokenCall {
  readonly lastIndex: Value;
  readonly totalLength: Value;
  /** One a layer. */
  readonly past: readonly LayerCache[];
}

/**
 * Attention of one layer over earlier tokens and this call's, which it appends to the cache.
 *
 * @param query f32[rows, heads * headDim], its angles applied; key alike.
 * @param value f32[rows, keyValueHeads * headDim]
 */
export type Attend = (
  layer: number,
  query: Value,
  key: Value,
  value: Value,
) => { readonly mixed: Value; readonly presentKey: Value; readonly presentValue: Value };

/** The tape with what every layer of the decoder reads. */
interface Decoder extends TokenCall {
  readonly tape: Tape;
  readonly attend: Attend;
  readonly checkpoint: Checkpoint;
  readonly text: TextConfig;
}

const PREFIX = 'model.language_model.';

/**
 * The decoder of Qwen3-VL, for prefill and for single steps alike. Prompts of a batch
 * are padded on the right; rows = batch * tokens, row by row of the batch.
 *
 * Inputs: `input_ids` i64[batch, tokens]; `visual_embeds` f32[visual, hidden], put in place
 * of the rows `visual_index` i64[visual]; `deepstack` f32[levels, visual, hidden], level l
 * added to the same rows after layer l; `cos`, `sin` f32[rows, headDim / 2]; `seqlens_k`
 * i32[batch], the valid tokens of each prompt, this call's included, minus one;
 * `total_sequence_length` i32[], the largest of them plus one; `past_key.N`, `past_value.N`
 * f32[batch, keyValueHeads, capacity, headDim]; `logits_index` i64[wanted], the rows
 * whose logits are wanted.
 *
 * Outputs: `logits` f32[wanted, vocabulary]; `present_key.N`, `present_value.N`, which
 * may be the same memory as the past.
 *
 * Source: transformers 4.57, Qwen3VLTextModel.
 *
 * @throws {AuditError} if a tensor is missing or has another shape.
 */
export function buildDecoder(config: Qwen3VlConfig, checkpoint: Checkpoint): Graph {
  const tape = new Tape('decoder');
  const call = { ...promptInputs(tape, config), past: cacheInputs(tape, config.text) };
  const { logits, present } = decode(
    tape,
    config,
    checkpoint,
    call,
    fusedAttention(tape, config, call),
  );
  for (const [layer, { key, value }] of present.entries()) {
    tape.output(`present_key.${layer}`, key);
    tape.output(`present_value.${layer}`, value);
  }
  tape.output('logits', logits); //                                           [wanted, vocabulary]
  return tape.graph;
}

/** The inputs of a decoder graph that say what is taken in. */
export function promptInputs(
  tape: Tape,
  { text, vision }: Qwen3VlConfig,
): Omit<DecoderCall, 'past'> {
  const { hiddenSize, headDim } = text;
  const levels = vision.deepstackLayers.length;
  return {
    inputIds: tape.input('input_ids', 'int64', ['batch', 'tokens']),
    visualEmbeds: tape.input('visual_embeds', 'float32', ['visual', hiddenSize]),
    visualIndex: tape.input('visual_index', 'int64', ['visual']),
    deepstack: tape.input('deepstack', 'float32', [levels, 'visual', hiddenSize]),
    cos: tape.input('cos', 'float32', ['rows', headDim / 2]),
    sin: tape.input('sin', 'float32', ['rows', headDim / 2]),
    lastIndex: tape.input('seqlens_k', 'int32', ['batch']),
    totalLength: tape.input('total_sequence_length', 'int32', []),
    logitsIndex: tape.input('logits_index', 'int64', ['wanted']),
  };
}

function cacheInputs(tape: Tape, text: TextConfig): readonly LayerCache[] {
  const shape = ['batch', text.keyValueHeadCount, 'capacity', text.headDim];
  return Array.from({ length: text.layerCount }, (_, layer) => ({
    key: tape.input(`past_key.${layer}`, 'float32', shape),
    value: tape.input(`past_value.${layer}`, 'float32', shape),
  }));
}

/**
 * One call of the decoder on a tape: the logits f32[wanted, vocabulary] and the grown cache.
 *
 * @throws {AuditError} if a tensor is missing or has another shape.
 */
export function decode(
  tape: Tape,
  config: Qwen3VlConfig,
  checkpoint: Checkpoint,
  call: TokenCall,
  attend: Attend,
): { readonly logits: Value; readonly present: readonly LayerCache[] } {
  const { text } = config;
  const levels = config.vision.deepstackLayers.length;
  const decoder: Decoder = { ...call, tape, checkpoint, text, attend };
  const { visualIndex } = call;
  const present: LayerCache[] = [];
  let hidden = embedTokens(decoder); //                                       [rows, hidden]
  hidden = scatterRows(tape, hidden, visualIndex, call.visualEmbeds, 'set');
  for (let layer = 0; layer < text.layerCount; layer++) {
    hidden = decoderLayer(decoder, layer, hidden, present); //                [rows, hidden]
    if (layer < levels) {
      hidden = scatterRows(tape, hidden, visualIndex, take(tape, call.deepstack, layer), 'add');
    }
  }
  const wanted = gather(tape, hidden, call.logitsIndex); //                   [wanted, hidden]
  return { logits: languageHead(decoder, wanted), present };
}

function embedTokens({ tape, checkpoint, text, inputIds }: Decoder): Value {
  const { vocabularySize, hiddenSize } = text;
  const table = requireTensor(checkpoint, `${PREFIX}embed_tokens.weight`, [
    vocabularySize,
    hiddenSize,
  ]);
  const ids = inputIds.shape.length === 1 ? inputIds : reshape(tape, inputIds, [-1], ['rows']);
  return cast(tape, gather(tape, tape.weight(table), ids), 'float32'); //     [rows, hidden]
}

/** @param present takes the layer's grown cache. */
function decoderLayer(
  decoder: Decoder,
  layer: number,
  hidden: Value,
  present: LayerCache[],
): Value {
  const { tape } = decoder;
  const prefix = `${PREFIX}layers.${layer}.`;
  const before = norm(decoder, `${prefix}input_layernorm`, hidden);
  const attended = attention(decoder, layer, before, present);
  const middle = add(tape, hidden, attended); //                              [rows, hidden]
  const normed = norm(decoder, `${prefix}post_attention_layernorm`, middle);
  return add(tape, middle, mlp(decoder, `${prefix}mlp.`, normed)); //         [rows, hidden]
}

function attention(decoder: Decoder, layer: number, x: Value, present: LayerCache[]): Value {
  const { text } = decoder;
  const prefix = `${PREFIX}layers.${layer}.self_attn.`;
  const keyValueWidth = text.keyValueHeadCount * text.headDim;
  const query = project(decoder, `${prefix}q_proj`, x, text.headCount * text.headDim);
  const key = project(decoder, `${prefix}k_proj`, x, keyValueWidth); //       [rows, kvHeads * headDim]
  const value = project(decoder, `${prefix}v_proj`, x, keyValueWidth);
  const { mixed, presentKey, presentValue } = decoder.attend(
    layer,
    turnHeads(decoder, `${prefix}q_norm`, query), //                          [rows, heads * headDim]
    turnHeads(decoder, `${prefix}k_norm`, key),
    value,
  );
  present.push({ key: presentKey, value: presentValue });
  return project(decoder, `${prefix}o_proj`, mixed, text.hiddenSize); //      [rows, hidden]
}

/** Attention as one operator, over a cache whose tokens have their places. */
export function fusedAttention(
  tape: Tape,
  { text }: Qwen3VlConfig,
  { inputIds, lastIndex, totalLength, past }: DecoderCall,
): Attend {
  const width = text.headCount * text.headDim;
  return (layer, query, key, value) => {
    const { key: pastKey, value: pastValue } = past[layer]!;
    const { mixed, ...grown } = groupQueryAttention(
      tape,
      reshapeLike(tape, query, inputIds),
      reshapeLike(tape, key, inputIds),
      reshapeLike(tape, value, inputIds), //                                  [batch, tokens, width]
      { pastKey, pastValue, lastIndex, totalLength },
      text,
    );
    return { ...grown, mixed: reshape(tape, mixed, [-1, width], ['rows', width]) };
  };
}

/** RMS norm of each head on its own, then the rotary angles. */
function turnHeads(decoder: Decoder, name: string, x: Value): Value {
  const { tape, text, cos, sin } = decoder;
  const width = Number(x.shape[1]);
  const heads = reshape(tape, x, [-1, text.headDim], ['rows * heads', text.headDim]);
  const normed = reshape(tape, norm(decoder, name, heads), [-1, width], x.shape);
  return rotaryEmbedding(tape, normed, cos, sin); //                          [rows, heads * headDim]
}

function mlp(decoder: Decoder, prefix: string, x: Value): Value {
  const { tape, text } = decoder;
  const gate = silu(tape, project(decoder, `${prefix}gate_proj`, x, text.intermediateSize));
  const up = project(decoder, `${prefix}up_proj`, x, text.intermediateSize); // [rows, intermediate]
  return project(decoder, `${prefix}down_proj`, multiply(tape, gate, up), text.hiddenSize);
}

function languageHead(decoder: Decoder, hidden: Value): Value {
  const { text } = decoder;
  const name = text.tieWordEmbeddings ? `${PREFIX}embed_tokens` : 'lm_head';
  return project(decoder, name, norm(decoder, `${PREFIX}norm`, hidden), text.vocabularySize);
}

function norm({ tape, checkpoint, text }: Decoder, name: string, x: Value): Value {
  const scale = requireTensor(checkpoint, `${name}.weight`, [Number(x.shape[1])]);
  return rmsNorm(tape, x, scale, text.rmsNormEpsilon);
}

function project({ tape, checkpoint }: Decoder, name: string, x: Value, width: number): Value {
  const shape = [width, Number(x.shape[1])];
  return linear(tape, x, requireTensor(checkpoint, `${name}.weight`, shape));
}
