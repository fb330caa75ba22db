import type { Qwen3VlConfig } from '../../model/qwen3-vl/config.ts';
import { mropeCosSin, type RotaryAngles } from '../../model/qwen3-vl/rope.ts';
import { type EncodedPrompt, joined } from '../encoder/encoded-prompt.ts';
import type { RuntimeTensor } from '../session.ts';
import type { CallVision, DecoderCall } from './decoder-call.ts';

/** The call that takes prompts in side by side; it asks for the logits after each. */
export function promptCall(prompts: readonly EncodedPrompt[], config: Qwen3VlConfig): DecoderCall {
  const lengths = prompts.map(({ inputIds }) => inputIds.length);
  const tokens = Math.max(...lengths);
  const ids = new BigInt64Array(prompts.length * tokens);
  for (const [row, { inputIds }] of prompts.entries()) {
    ids.set(BigInt64Array.from(inputIds, BigInt), row * tokens);
  }
  return {
    ids,
    tokens,
    keeps: true,
    angles: promptAngles(prompts, tokens, config),
    lengths,
    wanted: lengths.map((length, row) => row * tokens + length - 1),
    vision: visionOf(prompts, tokens, config),
  };
}

/** Angles of tokens of text, whose three positions are the same. */
export function textAngles(positions: readonly number[], config: Qwen3VlConfig): RotaryAngles {
  const axis = Int32Array.from(positions);
  return mropeCosSin([axis, axis, axis], config);
}

/** What a call is fed as, by input name; all but what tells of the cache. */
export function callFeeds(
  call: DecoderCall,
  { text, vision }: Qwen3VlConfig,
): Readonly<Record<string, RuntimeTensor>> {
  const batch = call.lengths.length;
  const visual = call.vision.index.length;
  const angleShape = [batch * call.tokens, text.headDim / 2];
  const levels = vision.deepstackLayers.length;
  return {
    input_ids: { data: call.ids, shape: [batch, call.tokens] },
    visual_embeds: { data: call.vision.merged, shape: [visual, text.hiddenSize] },
    visual_index: { data: BigInt64Array.from(call.vision.index, BigInt), shape: [visual] },
    deepstack: { data: call.vision.deepstack, shape: [levels, visual, text.hiddenSize] },
    cos: { data: call.angles.cos, shape: angleShape },
    sin: { data: call.angles.sin, shape: angleShape },
    logits_index: { data: BigInt64Array.from(call.wanted, BigInt), shape: [call.wanted.length] },
  };
}

function promptAngles(
  prompts: readonly EncodedPrompt[],
  tokens: number,
  config: Qwen3VlConfig,
): RotaryAngles {
  const axis = (which: 0 | 1 | 2): Int32Array => {
    const positions = new Int32Array(prompts.length * tokens);
    for (const [row, { positionIds }] of prompts.entries()) {
      positions.set(positionIds[which], row * tokens);
    }
    return positions;
  };
  return mropeCosSin([axis(0), axis(1), axis(2)], config);
}

function visionOf(
  prompts: readonly EncodedPrompt[],
  tokens: number,
  { vision }: Qwen3VlConfig,
): CallVision {
  const levels = vision.deepstackLayers.map((_, level) =>
    joined(prompts.map(({ deepstack }) => deepstack[level]!)),
  );
  return {
    index: prompts.flatMap(({ visualIndex }, row) =>
      Array.from(visualIndex, (token) => row * tokens + token),
    ),
    merged: joined(prompts.map(({ merged }) => merged)),
    deepstack: joined(levels),
  };
}
