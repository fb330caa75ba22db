import { AuditError } from '../errors.ts';
import type { PreparedPrompt } from '../model/architecture.ts';
import type { BatchTiming, Sampling } from '../model/model.ts';
import type { Qwen3VlConfig } from '../model/qwen3-vl/config.ts';
import { DecoderRun } from './decoder/decoder-run.ts';
import { type GeneratedTokens, generateTokens } from './decoder/generate.ts';
import type { GreedyDecoder } from './decoder/greedy-decoder.ts';
import type { CacheForm } from './decoder/key-value-cache.ts';
import type { ChosenToken } from './decoder/sampler.ts';
import { scoreOptions } from './decoder/score.ts';
import type { EncodedPrompt } from './encoder/encoded-prompt.ts';
import type { PromptEncoder } from './encoder/prompt-encoder.ts';
import type { Session } from './session.ts';

/** What a request to generate says; it can be sent between threads. */
export interface GenerateRequest {
  readonly prompts: readonly PreparedPrompt[];
  /** Place of each prompt in the whole run. */
  readonly promptIndices: readonly number[];
  readonly maxNewTokens: number;
  readonly sampling: Sampling;
  readonly stopIds: readonly number[];
  /** Token ids of each prompt's candidates; in a batch each of one token. */
  readonly candidates: readonly (readonly (readonly number[])[])[];
  /** Set to 1 to stop after the token under way. */
  readonly cancelled: Int32Array;
}

/** What a request to score says; it can be sent between threads. */
export interface ScoreRequest {
  readonly prompt: PreparedPrompt;
  /** Token ids of each option. */
  readonly options: readonly (readonly number[])[];
}

/** What was generated after the prompts of a request. */
export interface GeneratedBatch {
  readonly answers: readonly GeneratedTokens[];
  readonly timing: BatchTiming;
}

/** Runs requests one after another, in this thread or another. */
export interface Executor {
  generate(
    request: GenerateRequest,
    onToken: (promptIndex: number, token: ChosenToken) => void,
  ): Promise<GeneratedBatch>;
  score(request: ScoreRequest): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** Owns the sessions of a model and runs requests in the thread that calls it. */
export class ModelExecutor implements Executor {
  readonly #config: Qwen3VlConfig;
  readonly encoder: PromptEncoder;
  readonly #decoder: Session;
  readonly #greedy: GreedyDecoder | undefined;
  readonly #cache: CacheForm;

  /**
   * @param config of the decoder.
   * @param parts with the form in which the decoder's graph takes its cache, default
   *   preallocated; and with `greedy` where the whole greedy decode is one run: then `decoder` is
   *   used only by `start`.
   */
  constructor(
    config: Qwen3VlConfig,
    parts: {
      encoder: PromptEncoder;
      decoder: Session;
      cache?: CacheForm;
      greedy?: GreedyDecoder;
    },
  ) {
    this.#config = config;
    this.encoder = parts.encoder;
    this.#decoder = parts.decoder;
    this.#greedy = parts.greedy;
    this.#cache = parts.cache ?? { kind: 'preallocated' };
  }

  async generate(
    request: GenerateRequest,
    onToken: (promptIndex: number, token: ChosenToken) => void,
  ): Promise<GeneratedBatch> {
    const startMs = performance.now();
    const prompts: EncodedPrompt[] = [];
    for (const prompt of request.prompts) prompts.push(await this.encode(prompt));
    const encodedMs = performance.now();
    let promptMs = encodedMs;
    const answers =
      this.#greedy === undefined
        ? await this.#stepByStep(prompts, request, onToken, () => {
            promptMs = performance.now();
          })
        : await generateAtOnce(this.#greedy, prompts, request, onToken);
    const timing = {
      mediaMs: encodedMs - startMs,
      promptMs: promptMs - encodedMs,
      tokensMs: performance.now() - promptMs,
    };
    return { answers, timing };
  }

  async score({ prompt, options }: ScoreRequest): Promise<readonly number[]> {
    const encoded = await this.encode(prompt);
    if (this.#greedy !== undefined) return await this.#greedy.score(encoded, options);
    const run = this.start([encoded], longestOf(options));
    return await scoreOptions(run, options).finally(() => run.release());
  }

  async close(): Promise<void> {
    await this.encoder.close();
    await this.#decoder.close();
    await this.#greedy?.close();
  }

  /** Sends prompts on their way through the decoder, with room for new tokens. Release it. */
  start(prompts: readonly EncodedPrompt[], newTokens: number): DecoderRun {
    return new DecoderRun(this.#decoder, this.#config, prompts, newTokens, this.#cache);
  }

  async #stepByStep(
    prompts: readonly EncodedPrompt[],
    request: GenerateRequest,
    onToken: (promptIndex: number, token: ChosenToken) => void,
    onPrompt: () => void,
  ): Promise<readonly GeneratedTokens[]> {
    const longest = longestOf(request.candidates.flat());
    const run = this.start(prompts, Math.max(request.maxNewTokens, longest));
    const options = {
      ...request,
      stopIds: new Set(request.stopIds),
      isCancelled: () => Atomics.load(request.cancelled, 0) === 1,
      onToken,
    };
    return await generateTokens(run, options, onPrompt).finally(() => run.release());
  }

  /** The prompt with the features of its media. */
  async encode(prompt: PreparedPrompt): Promise<EncodedPrompt> {
    return await this.encoder.encode(prompt);
  }
}

const nothing = { tokenIds: [], logProbs: [], candidateLogLikelihoods: [] };

/**
 * Generates in one run, which can not be stopped on its way: tokens are handed over at its end.
 * Candidates are scored by taking the prompt in once more.
 *
 * @throws {AuditError} if tokens are to be drawn.
 */
async function generateAtOnce(
  decoder: GreedyDecoder,
  prompts: readonly EncodedPrompt[],
  request: GenerateRequest,
  onToken: (promptIndex: number, token: ChosenToken) => void,
): Promise<readonly GeneratedTokens[]> {
  const { sampling, maxNewTokens, stopIds, candidates, promptIndices, cancelled } = request;
  if (sampling.kind !== 'greedy') {
    throw new AuditError({
      code: 'sampling-unusable',
      location: 'sampling',
      problem: 'is not done on CUDA, where the most probable token is chosen on the device',
      remedy: 'ask for greedy answers (--greedy), or use another --device',
    });
  }
  if (Atomics.load(cancelled, 0) === 1) {
    return prompts.map(() => ({ ...nothing, finish: 'cancelled' }));
  }
  const answers =
    maxNewTokens === 0
      ? prompts.map(() => ({ ...nothing, finish: 'length' as const }))
      : await decoder.generate(prompts, { maxNewTokens, stopIds });
  for (const [row, { tokenIds, logProbs }] of answers.entries()) {
    for (const [i, id] of tokenIds.entries()) {
      onToken(promptIndices[row]!, { id, logProb: logProbs[i]! });
    }
  }
  const scored: GeneratedTokens[] = [];
  for (const [row, answer] of answers.entries()) {
    const options = candidates[row] ?? [];
    const candidateLogLikelihoods =
      options.length === 0 ? [] : await decoder.score(prompts[row]!, options);
    scored.push({ ...answer, candidateLogLikelihoods });
  }
  return scored;
}

/** Tokens of the longest of some options. */
function longestOf(options: readonly (readonly number[])[]): number {
  return Math.max(0, ...options.map((ids) => ids.length));
}
