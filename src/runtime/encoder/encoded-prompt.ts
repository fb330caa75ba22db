import type { PositionIds } from '../../model/qwen3-vl/rope.ts';

/** A prompt with the features of its images, as the decoder takes it. */
export interface EncodedPrompt {
  readonly inputIds: Int32Array;
  /** Indices of the vision tokens. */
  readonly visualIndex: Int32Array;
  readonly positionIds: PositionIds;
  readonly nextPosition: number;
  /** f32[visual, hiddenSize] */
  readonly merged: Float32Array;
  /** f32[levels][visual, hiddenSize] */
  readonly deepstack: readonly Float32Array[];
  /**
   * Of models with a selector: the tokens kept of each medium, i32[levels + 1][kept], of the merged
   * features first.
   */
  readonly kept?: readonly (readonly Int32Array[])[];
}

/** One array after another. */
export function joined(parts: readonly Float32Array[]): Float32Array {
  if (parts.length === 1) return parts[0]!;
  const whole = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let start = 0;
  for (const part of parts) {
    whole.set(part, start);
    start += part.length;
  }
  return whole;
}
