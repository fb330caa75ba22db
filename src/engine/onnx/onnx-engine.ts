import { AuditError } from '../../errors.ts';
import type { Generation, Model, ReadyPrompt } from '../../model/model.ts';
import {
  type Engine,
  type EngineAnswer,
  type EngineEffort,
  type EngineRequest,
  RequestFailure,
} from '../engine.ts';
import { chooseBatch } from './choose-batch.ts';

/** Batches that are prepared while one runs: the model never waits for a picture. */
const BATCHES_AHEAD = 2;
/** Small models answer as quickly as rows reach the disk, and a request is under way until its has. */
const FEWEST_IN_FLIGHT = 5;
/** Digits of a log-likelihood that are kept: those behind are the last bits of the arithmetic. */
const DECIMALS = 4;
/** Errors after which there is nobody left to ask. */
const FATAL = new Set(['model-thread-ended', 'prompt-threads-ended']);

interface Pending {
  readonly request: EngineRequest;
  readonly prompt: ReadyPrompt;
  readonly promptTokens: number;
  readonly maxNewTokens: number;
  readonly signal: AbortSignal;
  readonly startedMs: number;
  readonly resolve: (given: { answer: EngineAnswer; effort: EngineEffort }) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A model in this process. Media are decoded and prompts tokenised as soon as they are asked; the
 * model takes batches of those that are ready.
 */
export class OnnxEngine implements Engine {
  readonly #model: Model;
  readonly #batchSize: number;
  readonly #openedMs = performance.now();
  readonly #ready: Pending[] = [];
  #preparing = 0;
  #running = false;
  #busyMs = 0;

  /** @param options batchSize: prompts that go through the model at once, default 1. */
  constructor(model: Model, options: { readonly batchSize?: number } = {}) {
    this.#model = model;
    this.#batchSize = options.batchSize ?? 1;
  }

  get maxInFlight(): number {
    return Math.max(FEWEST_IN_FLIGHT, this.#batchSize * (1 + BATCHES_AHEAD));
  }

  get busyShare(): number {
    return this.#busyMs / (performance.now() - this.#openedMs);
  }

  async ask(
    request: EngineRequest,
    signal: AbortSignal,
  ): Promise<{ readonly answer: EngineAnswer; readonly effort: EngineEffort }> {
    const startedMs = performance.now();
    this.#preparing += 1;
    let prompt: ReadyPrompt;
    try {
      prompt = await this.#model.prepare(request.prompt);
    } catch (error) {
      throw failureOf(error, 'prompt-unusable');
    } finally {
      this.#preparing -= 1;
      // Others may have waited for this one to fill their batch.
      queueMicrotask(() => void this.#run());
    }
    signal.throwIfAborted();
    const { maxNewTokens } = request;
    const promptTokens = prompt.inputIds.length;
    return await new Promise((resolve, reject) => {
      const facts = { request, prompt, promptTokens, maxNewTokens, signal, startedMs };
      this.#ready.push({ ...facts, resolve, reject });
    });
  }

  async close(): Promise<void> {
    await this.#model.close();
  }

  async #run(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    while (this.#ready.length >= this.#batchSize || (this.#ready.length > 0 && !this.#preparing)) {
      const chosen = new Set(chooseBatch(this.#ready, this.#batchSize));
      const batch = this.#ready.filter((_, index) => chosen.has(index));
      this.#ready.splice(0, Infinity, ...this.#ready.filter((_, index) => !chosen.has(index)));
      const startedMs = performance.now();
      await this.#answer(batch);
      this.#busyMs += performance.now() - startedMs;
    }
    this.#running = false;
  }

  async #answer(batch: readonly Pending[]): Promise<void> {
    const drawn = batch.filter(({ request }) => request.sampling !== undefined);
    if (drawn.length > 0 && batch.length > 1) {
      // Every drawn answer has a seed of its own.
      for (const pending of drawn) await this.#answer([pending]);
      await this.#answer(batch.filter((pending) => !drawn.includes(pending)));
      return;
    }
    if (batch.length === 0) return;
    try {
      const answers = await this.#generate(batch);
      for (const [i, pending] of batch.entries()) settle(pending, answers[i]!, batch.length);
    } catch (error) {
      // One prompt may be at fault: each is tried alone before it counts as failed.
      if (batch.length > 1) for (const pending of batch) await this.#answer([pending]);
      else batch[0]!.reject(failureOf(error, 'engine-error'));
    }
  }

  #generate(batch: readonly Pending[]): Promise<readonly Generation[]> {
    const [{ request, maxNewTokens, signal }] = batch as [Pending];
    return this.#model.generate(
      batch.map(({ prompt }) => prompt),
      {
        maxNewTokens,
        candidates: batch.map(({ request }) => request.candidates ?? []),
        sampling: request.sampling ?? { kind: 'greedy' },
        batchSize: batch.length,
        signal,
      },
    );
  }
}

function settle(pending: Pending, given: Generation, batchSize: number): void {
  const { request, signal, startedMs, resolve, reject } = pending;
  const { finish, text, promptTokens, tokenIds, timing, candidateLogLikelihoods } = given;
  if (finish === 'cancelled') {
    reject(signal.reason);
    return;
  }
  const wanted = request.candidates !== undefined;
  resolve({
    answer: {
      text,
      finish: request.maxNewTokens === 0 ? 'none' : finish,
      promptTokens,
      newTokens: tokenIds.length,
      ...(wanted && {
        candidateLogLikelihoods: candidateLogLikelihoods.map((value) =>
          Number(value.toFixed(DECIMALS)),
        ),
      }),
    },
    effort: {
      durationMs: performance.now() - startedMs,
      attempts: 1,
      timing: {
        mediaMs: timing.mediaMs / batchSize,
        promptMs: timing.promptMs / batchSize,
        tokensMs: timing.tokensMs / batchSize,
      },
    },
  });
}

function failureOf(error: unknown, reason: string): RequestFailure {
  if (error instanceof AuditError) {
    return new RequestFailure(error.code, error.message, 1, FATAL.has(error.code));
  }
  return new RequestFailure(reason, error instanceof Error ? error.message : String(error));
}
