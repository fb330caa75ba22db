import type { Qwen3VlConfig } from '../model/qwen3-vl/config.ts';
import { mropeCosSin, type RotaryAngles } from '../model/qwen3-vl/rope.ts';
import { type EncodedPrompt, joined } from './decoder-run.ts';
import type { RuntimeTensor } from './session.ts';

/** Prompts of a batch side by side, as the decoder takes them in. */
export interface PromptBatch {
  /** Tokens of the longest prompt; the others are padded on the right. */
  readonly tokens: number;
  /** Tokens of each prompt. */
  readonly lengths: readonly number[];
  /** By input name; without the cache and the rows whose logits are wanted. */
  readonly feeds: Readonly<Record<string, RuntimeTensor>>;
}

/** What the decoder is fed to take prompts in. */
export function promptBatch(prompts: readonly EncodedPrompt[], config: Qwen3VlConfig): PromptBatch {
  const lengths = prompts.map(({ inputIds }) => inputIds.length);
  const tokens = Math.max(...lengths);
  const batch = prompts.length;
  const ids = new BigInt64Array(batch * tokens);
  for (const [row, { inputIds }] of prompts.entries()) {
    ids.set(BigInt64Array.from(inputIds, BigInt), row * tokens);
  }
  const angles = promptAngles(prompts, tokens, config);
  const angleShape = [batch * tokens, config.text.headDim / 2];
  return {
    tokens,
    lengths,
    feeds: {
      input_ids: { data: ids, shape: [batch, tokens] },
      ...visionFeeds(prompts, tokens, config),
      cos: { data: angles.cos, shape: angleShape },
      sin: { data: angles.sin, shape: angleShape },
      seqlens_k: { data: Int32Array.from(lengths, (length) => length - 1), shape: [batch] },
      total_sequence_length: { data: Int32Array.of(tokens), shape: [] },
    },
  };
}

/** Angles of tokens of text, whose three positions are the same. */
export function textAngles(positions: readonly number[], config: Qwen3VlConfig): RotaryAngles {
  const axis = Int32Array.from(positions);
  return mropeCosSin([axis, axis, axis], config);
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

function visionFeeds(
  prompts: readonly EncodedPrompt[],
  tokens: number,
  { text, vision }: Qwen3VlConfig,
): Record<string, RuntimeTensor> {
  const index = prompts.flatMap(({ visualIndex }, row) =>
    Array.from(visualIndex, (token) => row * tokens + token),
  );
  const levels = vision.deepstackLayers.map((_, level) =>
    joined(prompts.map(({ deepstack }) => deepstack[level]!)),
  );
  const visual = index.length;
  return {
    visual_index: { data: BigInt64Array.from(index, BigInt), shape: [visual] },
    visual_embeds: {
      data: joined(prompts.map(({ merged }) => merged)),
      shape: [visual, text.hiddenSize],
    },
    deepstack: { data: joined(levels), shape: [levels.length, visual, text.hiddenSize] },
  };
}
