/** One way to put questions to a model: in this process, over the network. */

import type { Prompt, Sampling } from '../model/model.ts';

/** One question to a model, decoded greedily unless it says otherwise. */
export interface EngineRequest {
  readonly prompt: Prompt;
  /** Longest answer in tokens; 0 when only the candidates' likelihoods are wanted. */
  readonly maxNewTokens: number;
  /** How tokens are drawn; absent: greedy. */
  readonly sampling?: Extract<Sampling, { readonly kind: 'sample' }>;
  /**
   * Whether each of these continues the prompt well, as options' labels ("A") or "yes" and "no":
   * their likelihoods are wanted too.
   */
  readonly candidates?: readonly string[];
}

export interface EngineAnswer {
  readonly text: string;
  /** `length`: cut off at `maxNewTokens`; `none`: no token was wanted. */
  readonly finish: 'stop' | 'length' | 'none';
  readonly promptTokens?: number;
  readonly newTokens?: number;
  /**
   * Natural log of each candidate's probability, in their order; null where the engine does not
   * tell it.
   */
  readonly candidateLogLikelihoods?: readonly (number | null)[];
}

/** How an answer came about: never part of what is compared between runs. */
export interface EngineEffort {
  /** From the request's being taken up to its answer, waiting included. */
  readonly durationMs: number;
  /** Times it was sent; above 1 after retries. */
  readonly attempts: number;
  /** What a server called the model that answered, and its own build. */
  readonly servedBy?: string;
  readonly timing?: {
    readonly mediaMs: number;
    readonly promptMs: number;
    readonly tokensMs: number;
  };
}

/** A request that came to nothing; the others go on. */
export class RequestFailure extends Error {
  override readonly name = 'RequestFailure';
  /** kebab-case: `rate-limited`, `server-error`, `timeout`, `malformed-reply`, `refused`, `medium-unreadable`, `likelihood-unavailable` … */
  readonly reason: string;
  readonly attempts: number;
  /** Every further request will fail the same way: the key is wrong, the model unknown. */
  readonly fatal: boolean;

  constructor(reason: string, detail: string, attempts: number = 1, fatal: boolean = false) {
    super(detail);
    this.reason = reason;
    this.attempts = attempts;
    this.fatal = fatal;
  }
}

/** A model that can be asked. */
export interface Engine {
  /** Requests that are worth being under way at once; more only wait. May change while it runs. */
  readonly maxInFlight: number;
  /**
   * @throws {RequestFailure} if this request came to nothing.
   * @throws the signal's reason when it is aborted.
   */
  ask(
    request: EngineRequest,
    signal: AbortSignal,
  ): Promise<{ readonly answer: EngineAnswer; readonly effort: EngineEffort }>;
  /** Share of the time the device computed since it was opened, where it is known. */
  readonly busyShare?: number;
  close(): Promise<void>;
}
