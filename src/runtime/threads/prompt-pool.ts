import { Worker } from 'node:worker_threads';
import { AuditError } from '../../errors.ts';
import type { PreparedPrompt } from '../../model/architecture.ts';
import type { Prompt } from '../../model/model.ts';
import { PendingAnswers } from './answer.ts';
import type {
  PromptWorkerReply,
  PromptWorkerRequest,
  PromptWorkerSettings,
} from './prompt-worker.ts';

/** Threads that decode media and tokenise, so that neither the model nor this thread waits for it. */
export class PromptPool {
  readonly #threads: readonly PromptThread[];

  /** @param count threads; each holds a tokenizer of its own. */
  constructor(count: number, settings: PromptWorkerSettings) {
    this.#threads = Array.from({ length: count }, () => new PromptThread(settings));
  }

  /**
   * Threads that have ended get no more prompts.
   *
   * @throws {AuditError} for a prompt or medium that can not be used; `prompt-thread-ended` if its
   *   thread ended over it; `prompt-threads-ended` where no thread is left.
   */
  async prepare(prompt: Prompt): Promise<PreparedPrompt> {
    const [first, ...others] = this.#threads.filter(({ hasEnded }) => !hasEnded);
    if (first === undefined) throw ended('prompt-threads-ended', 'all threads for them have ended');
    const idlest = others.reduce((a, b) => (b.load < a.load ? b : a), first);
    return await idlest.prepare(prompt);
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}

class PromptThread {
  readonly #worker: Worker;
  readonly #pending = new PendingAnswers();
  #lastId = 0;
  #hasEnded = false;

  constructor(settings: PromptWorkerSettings) {
    this.#worker = new Worker(new URL('./prompt-worker.js', import.meta.url), {
      workerData: settings,
    });
    this.#worker.on('message', (reply: PromptWorkerReply) => this.#pending.settle(reply.id, reply));
    this.#worker.on('error', (error) => this.#fail(` (${error.message})`, error));
    this.#worker.on('exit', () => this.#fail());
  }

  get hasEnded(): boolean {
    return this.#hasEnded;
  }

  /** Prompts that it has not handed back yet. */
  get load(): number {
    return this.#pending.count;
  }

  async prepare(prompt: Prompt): Promise<PreparedPrompt> {
    this.#lastId += 1;
    this.#worker.postMessage({ id: this.#lastId, prompt } satisfies PromptWorkerRequest);
    return (await this.#pending.wait(this.#lastId)) as PreparedPrompt;
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #fail(reason = '', cause?: unknown): void {
    this.#hasEnded = true;
    this.#pending.fail(ended('prompt-thread-ended', `the thread for it ended${reason}`, cause));
  }
}

function ended(code: string, problem: string, cause?: unknown): AuditError {
  return new AuditError({
    code,
    location: 'preparing a prompt',
    problem,
    remedy: 'look for a lack of memory: audit doctor says what fits',
    cause,
  });
}
