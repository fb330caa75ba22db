import { Worker } from 'node:worker_threads';
import { AuditError } from '../errors.ts';
import type { PreparedPrompt } from '../model/architecture.ts';
import type { Prompt } from '../model/model.ts';
import type {
  PromptWorkerReply,
  PromptWorkerRequest,
  PromptWorkerSettings,
} from './prompt-worker.ts';

interface Pending {
  readonly resolve: (prompt: PreparedPrompt) => void;
  readonly reject: (error: unknown) => void;
}

/** Threads that decode media and tokenise, so that neither the model nor this thread waits for it. */
export class PromptPool {
  readonly #threads: readonly PromptThread[];

  /** @param count threads; each holds a tokenizer of its own. */
  constructor(count: number, settings: PromptWorkerSettings) {
    this.#threads = Array.from({ length: count }, () => new PromptThread(settings));
  }

  /** @throws {AuditError} for a prompt or medium that can not be used. */
  async prepare(prompt: Prompt): Promise<PreparedPrompt> {
    const idlest = this.#threads.reduce((a, b) => (b.load < a.load ? b : a));
    return await idlest.prepare(prompt);
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }
}

class PromptThread {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;

  constructor(settings: PromptWorkerSettings) {
    this.#worker = new Worker(new URL('./prompt-worker.js', import.meta.url), {
      workerData: settings,
    });
    this.#worker.on('message', (reply: PromptWorkerReply) => this.#settle(reply));
    this.#worker.on('error', (error) => this.#fail(error));
    this.#worker.on('exit', () =>
      this.#fail(new Error('a thread that prepares prompts has ended')),
    );
  }

  /** Prompts that it has not handed back yet. */
  get load(): number {
    return this.#pending.size;
  }

  prepare(prompt: Prompt): Promise<PreparedPrompt> {
    this.#lastId += 1;
    const request: PromptWorkerRequest = { id: this.#lastId, prompt };
    return new Promise((resolve, reject) => {
      this.#pending.set(request.id, { resolve, reject });
      this.#worker.postMessage(request);
    });
  }

  async close(): Promise<void> {
    await this.#worker.terminate();
  }

  #settle(reply: PromptWorkerReply): void {
    const { resolve, reject } = this.#pending.get(reply.id)!;
    this.#pending.delete(reply.id);
    if (reply.kind === 'done') resolve(reply.prompt);
    else reject(reply.kind === 'refused' ? new AuditError(reply.facts) : reply.error);
  }

  #fail(error: unknown): void {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}
