import type { RotaryAngles } from '../../model/qwen3-vl/rope.ts';
import type { TakenIn } from './key-value-cache.ts';

/** Tokens for the rows of a batch, and which of their logits are wanted. */
export interface DecoderCall extends TakenIn {
  /** i64[batch, tokens], padded on the right. */
  readonly ids: BigInt64Array;
  readonly angles: RotaryAngles;
  /** Rows of the padded batch. */
  readonly wanted: readonly number[];
  readonly vision: CallVision;
}

/** Features that take the place of embeddings. */
export interface CallVision {
  /** Rows of the padded batch. */
  readonly index: readonly number[];
  /** f32[visual, hiddenSize] */
  readonly merged: Float32Array;
  /** f32[levels, visual, hiddenSize] */
  readonly deepstack: Float32Array;
}

/**
 * Tokens start..end of a call, as a call of its own.
 *
 * @param before tokens each row has before the whole call.
 */
export function partOfCall(
  call: DecoderCall,
  before: readonly number[],
  start: number,
  end: number,
): DecoderCall {
  const count = end - start;
  const batch = call.lengths.length;
  const isInside = (row: number): boolean => {
    const token = row % call.tokens;
    return token >= start && token < end;
  };
  const placeOf = (row: number): number =>
    Math.floor(row / call.tokens) * count + (row % call.tokens) - start;
  const rows = Array.from({ length: batch }, (_, row) => row * call.tokens + start);
  const cut = <T extends Float32Array | BigInt64Array>(values: T): T => {
    const width = values.length / (batch * call.tokens);
    const part = values.slice();
    // Rows only move forward, so none is written over before it is read.
    for (const [row, first] of rows.entries()) {
      part.copyWithin(row * count * width, first * width, (first + count) * width);
    }
    return part.subarray(0, batch * count * width) as T;
  };
  return {
    ids: cut(call.ids),
    tokens: count,
    keeps: call.keeps,
    angles: { cos: cut(call.angles.cos), sin: cut(call.angles.sin) },
    lengths: call.lengths.map((length, row) => Math.min(length, before[row]! + end)),
    wanted: call.wanted.filter(isInside).map(placeOf),
    vision: partOfVision(call.vision, isInside, placeOf),
  };
}

function partOfVision(
  { index, merged, deepstack }: CallVision,
  isInside: (row: number) => boolean,
  placeOf: (row: number) => number,
): CallVision {
  const inside = [...index.keys()].filter((i) => isInside(index[i]!));
  const width = index.length === 0 ? 0 : merged.length / index.length;
  const levels = merged.length === 0 ? 0 : deepstack.length / merged.length;
  const picked = (features: Float32Array, blocks: number): Float32Array => {
    const part = new Float32Array(blocks * inside.length * width);
    for (let block = 0; block < blocks; block++) {
      for (const [place, i] of inside.entries()) {
        const first = (block * index.length + i) * width;
        part.set(features.subarray(first, first + width), (block * inside.length + place) * width);
      }
    }
    return part;
  };
  return {
    index: inside.map((i) => placeOf(index[i]!)),
    merged: picked(merged, 1),
    deepstack: picked(deepstack, levels),
  };
}
