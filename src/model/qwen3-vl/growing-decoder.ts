import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { Graph } from '../../onnx/graph.ts';
import { biasOfGroups, composedAttention } from '../../onnx/ops/composed-attention.ts';
import { Tape } from '../../onnx/tape.ts';
import type { ElementType } from '../../onnx/value.ts';
import type { Qwen3VlConfig } from './config.ts';
import { type Attend, decode, type TokenCall } from './decoder.ts';

/**
 * The decoder of Qwen3-VL for devices that keep the key-value cache to themselves: attention is
 * composed of plain operators, no operator works on shapes, and the cache grows call by call.
 *
 * Inputs: as those of `buildDecoder` but for `input_ids` i64[rows]; `visual_index` i64[visual, 1];
 * `attention_bias` f32[batch, 1, tokens, past + tokens], 0 where a token may look and far below
 * where not; `query_shape` and `key_shape` i64[4]: batch, tokens, heads, headDim; `past_key.N`,
 * `past_value.N` [batch, keyValueHeads, past, headDim] in the type of the cache. No `seqlens_k` and
 * no `total_sequence_length`.
 *
 * Outputs: `logits` f32[wanted, vocabulary]; `present_key.N`, `present_value.N` [batch,
 * keyValueHeads, past + tokens, headDim].
 *
 * @param cacheType in which keys and values are kept; they are computed with in float32.
 * @throws {AuditError} if a tensor is missing or has another shape.
 */
export function buildGrowingDecoder(
  config: Qwen3VlConfig,
  checkpoint: Checkpoint,
  cacheType: 'float16' | 'float32',
): Graph {
  const tape = new Tape('decoder');
  const call = tokenInputs(tape, config);
  const attend = growingAttention(tape, config, cacheType);
  const { logits, present } = decode(tape, config, checkpoint, call, attend);
  for (const [layer, { key, value }] of present.entries()) {
    tape.output(`present_key.${layer}`, key);
    tape.output(`present_value.${layer}`, value);
  }
  tape.output('logits', logits); //                                           [wanted, vocabulary]
  return tape.graph;
}

function tokenInputs(tape: Tape, { text, vision }: Qwen3VlConfig): TokenCall {
  const { hiddenSize, headDim } = text;
  const levels = vision.deepstackLayers.length;
  return {
    inputIds: tape.input('input_ids', 'int64', ['rows']),
    visualEmbeds: tape.input('visual_embeds', 'float32', ['visual', hiddenSize]),
    visualIndex: tape.input('visual_index', 'int64', ['visual', 1]),
    deepstack: tape.input('deepstack', 'float32', [levels, 'visual', hiddenSize]),
    cos: tape.input('cos', 'float32', ['rows', headDim / 2]),
    sin: tape.input('sin', 'float32', ['rows', headDim / 2]),
    logitsIndex: tape.input('logits_index', 'int64', ['wanted']),
  };
}

function growingAttention(tape: Tape, { text }: Qwen3VlConfig, cacheType: ElementType): Attend {
  const bias = tape.input('attention_bias', 'float32', ['batch', 1, 'tokens', 'present']);
  const shared = {
    bias: biasOfGroups(tape, bias, text.headCount / text.keyValueHeadCount),
    queryShape: tape.input('query_shape', 'int64', [4]),
    keyShape: tape.input('key_shape', 'int64', [4]),
  };
  const shape = ['batch', text.keyValueHeadCount, 'past', text.headDim];
  return (layer, query, key, value) =>
    composedAttention(
      tape,
      query,
      key,
      value,
      {
        ...shared,
        pastKey: tape.input(`past_key.${layer}`, cacheType, shape),
        pastValue: tape.input(`past_value.${layer}`, cacheType, shape),
      },
      text,
    );
}
