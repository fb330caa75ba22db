import type { Qwen3VlConfig } from '../../model/qwen3-vl/config.ts';
import type { EncodedPrompt } from '../encoder/encoded-prompt.ts';
import type { RuntimeTensor, Session } from '../session.ts';
import type { GeneratedTokens } from './generate.ts';
import { callFeeds, promptCall, textAngles } from './prompt-call.ts';

/** Options of `GreedyDecoder.generate`. */
export interface GreedyOptions {
  readonly maxNewTokens: number;
  readonly stopIds: readonly number[];
}

/** One run of the graph. */
interface GreedyCall extends GreedyOptions {
  readonly prompts: readonly EncodedPrompt[];
  /** Rows of the padded batch whose tokens are chosen; default the last of each prompt. */
  readonly wanted?: readonly number[];
  /** A token of each wanted row whose log-probability is wanted; default 0. */
  readonly askedIds?: readonly number[];
}

/** [passes, wanted] each, flat. */
interface GreedyResult {
  readonly tokens: BigInt64Array;
  readonly logProbs: Float32Array;
  readonly askedLogProbs: Float32Array;
}

/**
 * Decodes greedily, whole in one run of the graph `buildGreedyDecoder` makes. For devices
 * whose key-value cache would otherwise travel to the host and back at every token.
 */
export class GreedyDecoder {
  readonly #session: Session;
  readonly #config: Qwen3VlConfig;

  constructor(session: Session, config: Qwen3VlConfig) {
    this.#session = session;
    this.#config = config;
  }

  /** The tokens after each prompt, with the log-probabilities the model gave them. */
  async generate(
    prompts: readonly EncodedPrompt[],
    options: GreedyOptions,
  ): Promise<readonly GeneratedTokens[]> {
    const { tokens, logProbs } = await this.#run({ prompts, ...options });
    const passes = tokens.length / prompts.length;
    const stops = new Set(options.stopIds);
    return prompts.map((_, row) => {
      const ids = Array.from({ length: passes }, (_, i) =>
        Number(tokens[i * prompts.length + row]),
      );
      const stop = ids.findIndex((id) => stops.has(id));
      // A row that has stopped went along until all had; what it said meanwhile is dropped.
      const count = stop < 0 ? passes : stop + 1;
      return {
        tokenIds: ids.slice(0, count),
        logProbs: Array.from({ length: count }, (_, i) => logProbs[i * prompts.length + row]!),
        finish: stop < 0 ? 'length' : 'stop',
        candidateLogLikelihoods: [],
      };
    });
  }

  /**
   * The log-likelihood of each option after the prompt, by taking in the prompt and all but
   * the last token of each option. Options of one token share one row.
   *
   * @param options token ids of each option, at least one.
   */
  async score(
    prompt: EncodedPrompt,
    options: readonly (readonly number[])[],
  ): Promise<readonly number[]> {
    const rows = new Map<string, EncodedPrompt>();
    for (const ids of options) {
      const taken = ids.slice(0, -1);
      if (!rows.has(taken.join())) rows.set(taken.join(), extended(prompt, taken));
    }
    const prompts = [...rows.values()];
    const rowOf = new Map([...rows.keys()].map((key, row) => [key, row]));
    const tokens = Math.max(...prompts.map(({ inputIds }) => inputIds.length));
    const wanted = options.flatMap((ids) => {
      const start = rowOf.get(ids.slice(0, -1).join())! * tokens + prompt.inputIds.length - 1;
      return ids.map((_, i) => start + i);
    });
    const askedIds = options.flat();
    const { askedLogProbs } = await this.#run({
      prompts,
      wanted,
      askedIds,
      maxNewTokens: 1,
      stopIds: [],
    });
    let place = 0;
    return options.map((ids) => ids.reduce((sum) => sum + askedLogProbs[place++]!, 0));
  }

  async close(): Promise<void> {
    await this.#session.close();
  }

  async #run({ prompts, maxNewTokens, stopIds, ...rest }: GreedyCall): Promise<GreedyResult> {
    const call = promptCall(prompts, this.#config);
    const { keyValueHeadCount, headDim } = this.#config.text;
    const batch = prompts.length;
    const { wanted = call.wanted } = rest;
    const { askedIds = wanted.map(() => 0) } = rest;
    // No token has an id below 0, so a stop there keeps the list from being empty.
    const stops = [-1, ...stopIds];
    const results = await this.#session.run({
      ...callFeeds({ ...call, wanted }, this.#config),
      ...this.#angleFeeds(prompts, maxNewTokens),
      seqlens_k: { data: Int32Array.from(call.lengths, (length) => length - 1), shape: [batch] },
      total_sequence_length: { data: Int32Array.of(call.tokens), shape: [] },
      row_index: int64(prompts.map((_, row) => row)),
      running: int64(wanted.map(() => 1)),
      asked_ids: int64(askedIds),
      stop_ids: int64(stops, [1, stops.length]),
      max_new_tokens: int64([maxNewTokens], []),
      empty_cache: { data: new Float32Array(), shape: [batch, keyValueHeadCount, 0, headDim] },
    });
    return {
      tokens: results.tokens!.data as BigInt64Array,
      logProbs: results.log_probs!.data as Float32Array,
      askedLogProbs: results.asked_log_probs!.data as Float32Array,
    };
  }

  /** The angles of the tokens that may be generated, f32[steps, batch, headDim / 2]. */
  #angleFeeds(prompts: readonly EncodedPrompt[], steps: number): Record<string, RuntimeTensor> {
    const positions = Array.from({ length: steps }, (_, step) =>
      prompts.map(({ nextPosition }) => nextPosition + step),
    );
    const { cos, sin } = textAngles(positions.flat(), this.#config);
    const shape = [steps, prompts.length, this.#config.text.headDim / 2];
    return { next_cos: { data: cos, shape }, next_sin: { data: sin, shape } };
  }
}

/** The prompt with more tokens of text after it. */
function extended(prompt: EncodedPrompt, ids: readonly number[]): EncodedPrompt {
  const longer = (values: Int32Array, more: readonly number[]): Int32Array =>
    Int32Array.from([...values, ...more]);
  const positions = ids.map((_, i) => prompt.nextPosition + i);
  const [time, height, width] = prompt.positionIds;
  return {
    ...prompt,
    inputIds: longer(prompt.inputIds, ids),
    positionIds: [longer(time, positions), longer(height, positions), longer(width, positions)],
    nextPosition: prompt.nextPosition + ids.length,
  };
}

function int64(
  values: readonly number[],
  shape: readonly number[] = [values.length],
): RuntimeTensor {
  return { data: BigInt64Array.from(values, BigInt), shape };
}
