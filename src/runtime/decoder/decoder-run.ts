import type { Qwen3VlConfig } from '../../model/qwen3-vl/config.ts';
import type { EncodedPrompt } from '../encoder/encoded-prompt.ts';
import type { Session } from '../session.ts';
import { type CallVision, type DecoderCall, partOfCall } from './decoder-call.ts';
import { type CacheForm, createKeyValueCache, type KeyValueCache } from './key-value-cache.ts';
import { callFeeds, promptCall, textAngles } from './prompt-call.ts';

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
    const call = promptCall(this.#prompts, this.#config);
    const before = this.#lengths;
    this.#lengths = [...call.lengths];
    return await this.#callInParts(
      before,
      wanted === 'all' ? { ...call, wanted: [...call.ids.keys()] } : call,
    );
  }

  /** Appends one token to each row; returns the logits after it, one array a row. */
  async step(ids: readonly number[]): Promise<readonly Float32Array[]> {
    const positions = this.#prompts.map((_, row) => this.#positionOf(row, 0));
    this.#lengths = this.#lengths.map((length) => length + 1);
    return await this.#call({
      ids: BigInt64Array.from(ids, BigInt),
      tokens: 1,
      keeps: true,
      angles: textAngles(positions, this.#config),
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
      angles: textAngles(
        ids.map((_, i) => this.#positionOf(0, i)),
        this.#config,
      ),
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
    const all = await this.#cache.run(this.#session, callFeeds(call, this.#config), call);
    const size = this.#config.text.vocabularySize;
    return call.wanted.map((_, i) => all.subarray(i * size, (i + 1) * size));
  }
}
