import { MICROSOFT_DOMAIN } from '../node.ts';
import type { Tape } from '../tape.ts';
import type { Dimension, Value } from '../value.ts';
import { reshape } from './layout.ts';

/**
 * Turns each head of each row by the angles of that row (rotate-half convention).
 *
 * @param x f32[rows, heads * headDim]
 * @param cos f32[rows, headDim / 2]
 * @param sin f32[rows, headDim / 2]
 */
export function rotaryEmbedding(tape: Tape, x: Value, cos: Value, sin: Value): Value {
  const width = Number(x.shape[1]);
  const batched = reshape(tape, x, [1, -1, width], [1, x.shape[0]!, width]);
  // One position, 0, means that row r is turned by row r of the angles.
  const turned = tape.op(
    'RotaryEmbedding',
    [batched, tape.shape([0]), cos, sin],
    batched,
    { interleaved: { int: 0 } },
    { domain: MICROSOFT_DOMAIN },
  );
  return reshape(tape, turned, [-1, width], x.shape);
}

/**
 * Every row attends to every row of its segment, head by head, scaled by headDim^-1/2.
 *
 * @param query f32[rows, heads * headDim]; key and value alike.
 * @param segmentRows rows of a segment, of which there are several; default all rows are one.
 * @returns f32[rows, heads * headDim]
 */
export function multiHeadAttention(
  tape: Tape,
  query: Value,
  key: Value,
  value: Value,
  headCount: number,
  segmentRows?: number,
): Value {
  const width = Number(query.shape[1]);
  const batched = [query, key, value].map((x) =>
    segmentRows === undefined
      ? reshape(tape, x, [1, -1, width], [1, x.shape[0]!, width])
      : reshape(tape, x, [-1, segmentRows, width], ['segments', segmentRows, width]),
  );
  const mixed = tape.op(
    'MultiHeadAttention',
    batched,
    batched[0]!,
    { num_heads: { int: headCount } },
    { domain: MICROSOFT_DOMAIN },
  );
  return reshape(tape, mixed, [-1, width], query.shape);
}

/** Keys and values of the tokens before this call, and where each row stands. */
export interface AttentionCache {
  /** f32[batch, keyValueHeads, capacity, headDim] */
  readonly pastKey: Value;
  readonly pastValue: Value;
  /** i32[batch]: tokens of the row, this call's included, minus one. */
  readonly lastIndex: Value;
  /** i32[]: the largest number of tokens of a row. */
  readonly totalLength: Value;
}

/**
 * Causal attention of grouped heads over the cache and this call's tokens, which are
 * appended to the cache. Rotary angles are applied before.
 *
 * @param query f32[batch, tokens, headCount * headDim]
 * @param key f32[batch, tokens, keyValueHeadCount * headDim]
 * @param value as key
 * @returns f32[batch, tokens, headCount * headDim] and the grown cache.
 */
export function groupQueryAttention(
  tape: Tape,
  query: Value,
  key: Value,
  value: Value,
  cache: AttentionCache,
  heads: { readonly headCount: number; readonly keyValueHeadCount: number },
): { readonly mixed: Value; readonly presentKey: Value; readonly presentValue: Value } {
  const present: { type: 'float32'; shape: readonly Dimension[] } = {
    type: 'float32',
    shape: cache.pastKey.shape.with(2, 'present'),
  };
  const [mixed, presentKey, presentValue] = tape.ops(
    'GroupQueryAttention',
    [query, key, value, cache.pastKey, cache.pastValue, cache.lastIndex, cache.totalLength],
    [query, present, present],
    {
      num_heads: { int: heads.headCount },
      kv_num_heads: { int: heads.keyValueHeadCount },
      do_rotary: { int: 0 },
    },
    { domain: MICROSOFT_DOMAIN },
  );
  return { mixed: mixed!, presentKey: presentKey!, presentValue: presentValue! };
}
