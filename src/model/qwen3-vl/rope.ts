import type { Qwen3VlConfig } from './config.ts';

/** Positions of tokens on the three axes time, height and width; one number a token. */
export type PositionIds = readonly [Int32Array, Int32Array, Int32Array];

/** f32[tokens, headDim / 2] each. */
export interface RotaryAngles {
  readonly cos: Float32Array;
  readonly sin: Float32Array;
}

/**
 * The rotary angles of tokens with positions on three axes, interleaved: frequency i
 * follows height if i mod 3 = 1 and i < 3 section[1], width if i mod 3 = 2 and
 * i < 3 section[2], else time.
 *
 * Source: transformers 4.57, Qwen3VLTextRotaryEmbedding.apply_interleaved_mrope.
 *
 * @param positionIds i32[3][tokens]
 */
export function mropeCosSin(positionIds: PositionIds, config: Qwen3VlConfig): RotaryAngles {
  const { headDim, ropeTheta, mropeSection } = config.text;
  const half = headDim / 2;
  const tokens = positionIds[0].length;
  const cos = new Float32Array(tokens * half);
  const sin = new Float32Array(tokens * half);
  for (let i = 0; i < half; i++) {
    const frequency = Math.fround(1 / ropeTheta ** ((2 * i) / headDim));
    const positions = positionIds[axisOf(i, mropeSection)];
    for (let token = 0; token < tokens; token++) {
      const angle = Math.fround(positions[token]! * frequency);
      cos[token * half + i] = Math.cos(angle);
      sin[token * half + i] = Math.sin(angle);
    }
  }
  return { cos, sin };
}

function axisOf(frequency: number, section: readonly [number, number, number]): 0 | 1 | 2 {
  const axis = (frequency % 3) as 0 | 1 | 2;
  return axis > 0 && frequency < 3 * section[axis] ? axis : 0;
}
