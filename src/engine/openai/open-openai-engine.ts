import type { EndpointConfig } from '../../benchmark/model-config.ts';
import { AuditError } from '../../errors.ts';
import { createRandom } from '../../statistics/create-random.ts';
import {
  type Engine,
  type EngineAnswer,
  type EngineEffort,
  type EngineRequest,
  RequestFailure,
} from '../engine.ts';
import { AdaptiveLimit } from './adaptive-limit.ts';
import type { AttemptFailure } from './attempt-failure.ts';
import { type ChatClient, openChatClient } from './chat-client.ts';
import { type ChatPrompt, chatPrompt } from './chat-messages.ts';
import {
  chatBody,
  checkBody,
  learnTraits,
  type ServerTraits,
  usualTraits,
  whyNoLikelihood,
} from './chat-request.ts';
import { sleep } from './on-abort.ts';
import { readReply } from './read-reply.ts';
import { type Backoff, retryDelayMs } from './retry-delay.ts';
import { Turnstile } from './turnstile.ts';

export interface OpenAiEngineOptions {
  /** Where the API key is looked up under `apiKeyVariable`; unset for servers that want none. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Of the jitter before retries. Default 0. */
  readonly seed?: number;
  /** Waits before retries. Default: up to 500 ms, doubling up to 30 s. */
  readonly backoff?: Backoff;
}

const usualBackoff: Backoff = { firstMs: 500, mostMs: 30_000 };

/** Waiting longer than this for a server's leave is not what a run is for: a daily quota is spent. */
const LONGEST_RETRY_AFTER_MS = 600_000;

/**
 * A model behind an OpenAI-compatible chat-completions server: vLLM, SGLang, llama.cpp, ms-swift,
 * commercial services. Recipes and what each can't do: docs/engines.md.
 *
 * Answers are greedy (temperature 0, seed 0). Passing failures are retried, up to
 * `config.attempts` times in all, after a wait with full jitter; how many requests are under way
 * follows what the server bears. The key is in no error and no log.
 *
 * @throws {AuditError} for an address, key or further fields that can't be used.
 */
export async function openOpenAiEngine(
  config: EndpointConfig,
  options: OpenAiEngineOptions,
): Promise<Engine> {
  checkBody(config);
  const client = await openChatClient(config, apiKey(config, options));
  return new ServedModel(config, client, options);
}

function apiKey(
  { apiKeyVariable }: EndpointConfig,
  { environment }: OpenAiEngineOptions,
): string | undefined {
  const key = environment[apiKeyVariable]?.trim() ?? '';
  // Such a key could not be sent, and the error about it would quote it.
  if (/[^\x21-\x7e]/.test(key)) {
    throw new AuditError({
      code: 'endpoint-key',
      location: apiKeyVariable,
      problem: 'holds characters that no API key has, such as spaces',
      remedy: 'set this environment variable to the key alone',
    });
  }
  return key === '' ? undefined : key;
}

/** What became of an attempt: an answer, a server better known, or a failure. */
type Outcome = Answered | 'learnt' | AttemptFailure;

interface Answered extends Pick<EngineEffort, 'servedBy'> {
  readonly answer: EngineAnswer;
}

class ServedModel implements Engine {
  readonly #config: EndpointConfig;
  readonly #client: ChatClient;
  readonly #backoff: Backoff;
  readonly #random;
  readonly #limit: AdaptiveLimit;
  readonly #turnstile: Turnstile;
  #traits: ServerTraits = usualTraits;

  constructor(config: EndpointConfig, client: ChatClient, options: OpenAiEngineOptions) {
    this.#config = config;
    this.#client = client;
    this.#backoff = options.backoff ?? usualBackoff;
    this.#random = createRandom(options.seed ?? 0);
    this.#limit = new AdaptiveLimit(config.maxInFlight, () => performance.now());
    this.#turnstile = new Turnstile(() => this.#limit.value);
  }

  get maxInFlight(): number {
    return this.#limit.value;
  }

  async ask(request: EngineRequest, signal: AbortSignal) {
    const startedAt = performance.now();
    let prompt: ChatPrompt | undefined;
    let attempts = 0;
    for (let failures = 0; ; ) {
      await this.#turnstile.enter(signal);
      let outcome: Outcome;
      try {
        prompt ??= await chatPrompt(request.prompt, this.#config.dialect ?? 'openai');
        const unavailable = whyNoLikelihood(request, this.#traits);
        if (unavailable !== undefined) {
          throw new RequestFailure('likelihood-unavailable', unavailable, attempts, true);
        }
        attempts += 1;
        outcome = await this.#attempt(request, prompt, signal);
      } finally {
        this.#turnstile.leave();
      }
      if (outcome === 'learnt') continue;
      if ('answer' in outcome) {
        const { answer, ...served } = outcome;
        const durationMs = performance.now() - startedAt;
        return { answer, effort: { durationMs, attempts, ...served } };
      }
      failures += 1;
      await this.#waitOut(outcome, failures, attempts, signal);
    }
  }

  async close(): Promise<void> {
    this.#client.close();
  }

  async #attempt(
    request: EngineRequest,
    prompt: ChatPrompt,
    signal: AbortSignal,
  ): Promise<Outcome> {
    const body = chatBody(this.#config, prompt, request, this.#traits);
    const sentAt = performance.now();
    const inFlight = this.#turnstile.inside;
    const result = await this.#client.send(body, signal);
    if ('failure' in result) {
      const { refusal, overload } = result.failure;
      if (overload === true) this.#limit.overloaded(sentAt);
      // From what is known by now, since another request may have learnt something else meanwhile.
      const learnt = refusal === undefined ? undefined : learnTraits(this.#traits, body, refusal);
      if (learnt === undefined) return result.failure;
      this.#traits = learnt;
      return 'learnt';
    }
    const answer = readReply(result.reply, request);
    if ('reason' in answer) return answer;
    this.#limit.answered(sentAt, inFlight);
    return { answer, ...servedBy(result.reply) };
  }

  /** @throws {RequestFailure} if another attempt is not allowed or would not help. */
  async #waitOut(
    failure: AttemptFailure,
    failures: number,
    attempts: number,
    signal: AbortSignal,
  ): Promise<void> {
    const { reason, detail, retry, fatal, retryAfterMs } = failure;
    const asksTooMuch = (retryAfterMs ?? 0) > LONGEST_RETRY_AFTER_MS;
    if (!retry || asksTooMuch || failures >= this.#config.attempts) {
      const wait = asksTooMuch ? `, to be asked again in ${retryAfterMs! / 1000} s` : '';
      throw new RequestFailure(reason, detail + wait, attempts, fatal);
    }
    const delay = retryDelayMs(failures, retryAfterMs, this.#backoff, this.#random);
    await sleep(delay, signal);
  }
}

/** What a server says of itself: `model` and `system_fingerprint`. */
function servedBy(reply: unknown): Pick<EngineEffort, 'servedBy'> {
  const { model, system_fingerprint: build } = reply as Record<string, unknown>;
  const name = [model, build].filter((each) => typeof each === 'string').join(' ');
  return name === '' ? {} : { servedBy: name };
}
