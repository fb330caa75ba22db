import type { Qwen3VlConfig } from '../model/qwen3-vl/config.ts';
import { mropeCosSin, type PositionIds, type RotaryAngles } from '../model/qwen3-vl/rope.ts';
import { type CallVision, type DecoderCall, partOfCall } from './decoder-call.ts';
import { type CacheForm, createKeyValueCache, type KeyValueCache } from './key-value-cache.ts';
import type { Session } from './session.ts';

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

const NO_VISION: CallVision = {
  index: [],
  merged: new Float32Array(),
  deepstack: new Float32Array(),
};

/** Some prompts on their way through the decoder, with their key-value cache. */
export class DecoderRun {
  readonly #session: Session;
  readonly #config: Qwen3VlConfig;
  readonly #cache: KeyValueCache;
  readonly #prompts: readonly EncodedPrompt[];
  /** Tokens each row has in the cache. */
  #lengths: number[];

  /** @param newTokens how many tokens a row may grow by. */
  constructor(
    session: Session,
    config: Qwen3VlConfig,
    prompts: readonly EncodedPrompt[],
    newTokens: number,
    form: CacheForm = { kind: 'preallocated' },
  ) {
    this.#session = session;
    this.#config = config;
    this.#prompts = prompts;
    this.#lengths = prompts.map(() => 0);
    const longest = Math.max(...prompts.map(({ inputIds }) => inputIds.length));
    this.#cache = createKeyValueCache(config.text, form, prompts.length, longest + newTokens);
  }

  /**
   * Takes the prompts in.
   *
   * @param wanted 'last' for the logits after each prompt, one array a prompt; 'all' for
   *   those after each token, padding included, prompt after prompt.
   */
  async prefill(wanted: 'last' | 'all' = 'last'): Promise<readonly Float32Array[]> {
    const prompts = this.#prompts;
    const lengths = prompts.map(({ inputIds }) => inputIds.length);
    const tokens = Math.max(...lengths);
    const ids = new BigInt64Array(prompts.length * tokens);
    prompts.forEach(({ inputIds }, row) => {
      ids.set(BigInt64Array.from(inputIds, BigInt), row * tokens);
    });
    const before = this.#lengths;
    this.#lengths = lengths;
    return await this.#callInParts(before, {
      ids,
      tokens,
      keeps: true,
      angles: this.#promptAngles(tokens),
      lengths,
      wanted:
        wanted === 'all'
          ? [...ids.keys()]
          : lengths.map((length, row) => row * tokens + length - 1),
      vision: this.#vision(tokens),
    });
  }

  /** Appends one token to each row; returns the logits after it, one array a row. */
  async step(ids: readonly number[]): Promise<readonly Float32Array[]> {
    const positions = this.#prompts.map((_, row) => this.#positionOf(row, 0));
    this.#lengths = this.#lengths.map((length) => length + 1);
    return await this.#call({
      ids: BigInt64Array.from(ids, BigInt),
      tokens: 1,
      keeps: true,
      angles: this.#textAngles(positions),
      lengths: this.#lengths,
      wanted: ids.map((_, row) => row),
      vision: NO_VISION,
    });
  }

  /**
   * The logits after each of some tokens that follow the prompt, without keeping them:
   * what comes next is as if they had not been. For a single prompt.
   */
  async peek(ids: readonly number[]): Promise<readonly Float32Array[]> {
    return await this.#call({
      ids: BigInt64Array.from(ids, BigInt),
      tokens: ids.length,
      keeps: false,
      angles: this.#textAngles(ids.map((_, i) => this.#positionOf(0, i))),
      lengths: [this.#lengths[0]! + ids.length],
      wanted: ids.map((_, i) => i),
      vision: NO_VISION,
    });
  }

  /** Gives the memory of the cache back; nothing more can be taken in. */
  release(): void {
    this.#cache.release();
  }

  #positionOf(row: number, ahead: number): number {
    const { nextPosition, inputIds } = this.#prompts[row]!;
    return nextPosition + this.#lengths[row]! - inputIds.length + ahead;
  }

  /** As many tokens at a time as the cache takes. */
  async #callInParts(
    before: readonly number[],
    call: DecoderCall,
  ): Promise<readonly Float32Array[]> {
    const step = Math.min(call.tokens, this.#cache.tokensAtOnce);
    if (step === call.tokens) return await this.#call(call);
    const logits = new Map<number, Float32Array>();
    for (let start = 0; start < call.tokens; start += step) {
      const end = Math.min(call.tokens, start + step);
      const asked = call.wanted.filter(
        (row) => row % call.tokens >= start && row % call.tokens < end,
      );
      const part = partOfCall(call, before, start, end);
      // A graph that is asked for no logits at all would multiply nothing by the head.
      const rows = await this.#call(part.wanted.length > 0 ? part : { ...part, wanted: [0] });
      for (const [i, row] of asked.entries()) logits.set(row, rows[i]!);
    }
    return call.wanted.map((row) => logits.get(row)!);
  }

  async #call(call: DecoderCall): Promise<readonly Float32Array[]> {
    const { text, vision } = this.#config;
    const batch = call.lengths.length;
    const visual = call.vision.index.length;
    const angleShape = [batch * call.tokens, text.headDim / 2];
    const all = await this.#cache.run(
      this.#session,
      {
        input_ids: { data: call.ids, shape: [batch, call.tokens] },
        visual_embeds: { data: call.vision.merged, shape: [visual, text.hiddenSize] },
        visual_index: { data: BigInt64Array.from(call.vision.index, BigInt), shape: [visual] },
        deepstack: {
          data: call.vision.deepstack,
          shape: [vision.deepstackLayers.length, visual, text.hiddenSize],
        },
        cos: { data: call.angles.cos, shape: angleShape },
        sin: { data: call.angles.sin, shape: angleShape },
        logits_index: {
          data: BigInt64Array.from(call.wanted, BigInt),
          shape: [call.wanted.length],
        },
      },
      call,
    );
    const size = text.vocabularySize;
    return call.wanted.map((_, i) => all.subarray(i * size, (i + 1) * size));
  }

  #textAngles(positions: readonly number[]): RotaryAngles {
    const axis = Int32Array.from(positions);
    return mropeCosSin([axis, axis, axis], this.#config);
  }

  #promptAngles(tokens: number): RotaryAngles {
    const axis = (which: 0 | 1 | 2): Int32Array => {
      const positions = new Int32Array(this.#prompts.length * tokens);
      this.#prompts.forEach(({ positionIds }, row) => {
        positions.set(positionIds[which], row * tokens);
      });
      return positions;
    };
    return mropeCosSin([axis(0), axis(1), axis(2)], this.#config);
  }

  #vision(tokens: number): CallVision {
    const index = this.#prompts.flatMap(({ visualIndex }, row) =>
      Array.from(visualIndex, (token) => row * tokens + token),
    );
    const levels = this.#config.vision.deepstackLayers.map((_, level) =>
      joined(this.#prompts.map(({ deepstack }) => deepstack[level]!)),
    );
    return {
      index,
      merged: joined(this.#prompts.map(({ merged }) => merged)),
      deepstack: joined(levels),
    };
  }
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
