import type { Tape } from '../tape.ts';
import type { Dimension, Value } from '../value.ts';
import { add, cast, multiply } from './elementwise.ts';
import { concat, reshape, transpose } from './layout.ts';

/** Keys and values of earlier calls, and which of them a token may look at. */
export interface GrowingCache {
  /** f[batch, keyValueHeads, past, headDim] in the type in which the cache is kept. */
  readonly pastKey: Value;
  readonly pastValue: Value;
  /** f32[batch, 1, groups * tokens, past + tokens], once for each group: see `biasOfGroups`. */
  readonly bias: Value;
  /** i64[4]: batch, tokens, heads and headDim of the queries, and of keys and values. */
  readonly queryShape: Value;
  readonly keyShape: Value;
}

interface Heads {
  readonly headCount: number;
  readonly keyValueHeadCount: number;
  readonly headDim: number;
}

/**
 * Attention of grouped heads made of matrix products and a softmax, in float32. The cache grows by
 * this call's tokens; who sees whom is in the bias alone.
 *
 * For devices whose fused attention is not right on every adapter.
 *
 * @param query f32[rows, headCount * headDim], rows = batch * tokens
 * @param key f32[rows, keyValueHeadCount * headDim]
 * @param value as key
 * @returns f32[rows, headCount * headDim] and the grown cache.
 */
export function composedAttention(
  tape: Tape,
  query: Value,
  key: Value,
  value: Value,
  cache: GrowingCache,
  { headCount, keyValueHeadCount, headDim }: Heads,
): { readonly mixed: Value; readonly presentKey: Value; readonly presentValue: Value } {
  const grown = (x: Value, past: Value): Value => {
    const heads = byHead(tape, x, cache.keyShape, keyValueHeadCount, headDim);
    const shape = past.shape.with(2, 'present');
    return concat(tape, [past, cast(tape, heads, past.type)], 2, shape);
  };
  const presentKey = grown(key, cache.pastKey); //    [batch, keyValueHeads, present, headDim]
  const presentValue = grown(value, cache.pastValue);
  // The heads of a group lie one below the other: they share keys and values.
  const folded = ['batch', keyValueHeadCount, 'groups * tokens', headDim];
  const scaled = multiply(tape, query, tape.scalar(headDim ** -0.5, 'float32'));
  const queries = reshape(
    tape,
    byHead(tape, scaled, cache.queryShape, headCount, headDim),
    [0, keyValueHeadCount, -1, headDim],
    folded,
  );
  const keys = transpose(tape, cast(tape, presentKey, 'float32'), [0, 1, 3, 2]);
  const square = { type: 'float32', shape: folded.with(3, 'present') } as const;
  const scores = add(tape, tape.op('MatMul', [queries, keys], square), cache.bias);
  const shares = tape.op('Softmax', [scores], square, { axis: { int: -1 } });
  const mixed = tape.op('MatMul', [shares, cast(tape, presentValue, 'float32')], queries);
  const unfolded = reshape(
    tape,
    mixed,
    [0, headCount, -1, headDim],
    ['batch', headCount, 'tokens', headDim],
  );
  const rows = reshape(
    tape,
    transpose(tape, unfolded, [0, 2, 1, 3]),
    [-1, headCount * headDim],
    query.shape,
  );
  return { mixed: rows, presentKey, presentValue };
}

/**
 * The bias once for each of the heads that share keys and values.
 *
 * @param bias f32[batch, 1, tokens, present]
 * @returns f32[batch, 1, groups * tokens, present]
 */
export function biasOfGroups(tape: Tape, bias: Value, groups: number): Value {
  const copies = Array.from({ length: groups }, () => bias);
  return concat(tape, copies, 2, bias.shape.with(2, 'groups * tokens'));
}

/**
 * As `multiHeadAttention` without segments, made of matrix products and a softmax.
 *
 * @param parts how many equal parts the queries are taken in, so that the scores of one stay
 *   small; rows must be a multiple of it.
 */
export function composedMultiHeadAttention(
  tape: Tape,
  query: Value,
  key: Value,
  value: Value,
  headCount: number,
  parts: number,
): Value {
  const [rows, width] = query.shape as readonly [Dimension, number];
  const headDim = width / headCount;
  const heads = (x: Value, order: readonly number[]): Value => {
    const shape = [x.shape[0]!, headCount, headDim];
    return transpose(tape, reshape(tape, x, [-1, headCount, headDim], shape), order);
  };
  const keys = heads(key, [1, 2, 0]); //                        [heads, headDim, rows]
  const values = heads(value, [1, 0, 2]); //                    [heads, rows, headDim]
  const scaled = multiply(tape, query, tape.scalar(headDim ** -0.5, 'float32'));
  const mixed = splitRows(tape, scaled, parts).map((part) => {
    const queries = heads(part, [1, 0, 2]); //                  [heads, rows / parts, headDim]
    const square = { type: 'float32', shape: [headCount, part.shape[0]!, rows] } as const;
    const scores = tape.op('MatMul', [queries, keys], square);
    const shares = tape.op('Softmax', [scores], square, { axis: { int: -1 } });
    const mixed = tape.op('MatMul', [shares, values], queries);
    return reshape(tape, transpose(tape, mixed, [1, 0, 2]), [-1, width], part.shape);
  });
  return concat(tape, mixed, 0, query.shape);
}

function splitRows(tape: Tape, x: Value, parts: number): readonly Value[] {
  const part = { type: x.type, shape: x.shape.with(0, `${x.shape[0]} / ${parts}`) };
  const results = Array.from({ length: parts }, () => part);
  return tape.ops('Split', [x], results, { axis: { int: 0 }, num_outputs: { int: parts } });
}

/** f32[rows, heads * headDim] as f32[batch, heads, tokens, headDim]. */
function byHead(tape: Tape, x: Value, sizes: Value, heads: number, headDim: number): Value {
  const shape = ['batch', 'tokens', heads, headDim];
  return transpose(tape, tape.op('Reshape', [x, sizes], { type: x.type, shape }), [0, 2, 1, 3]);
}
