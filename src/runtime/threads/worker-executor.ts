import { Worker } from 'node:worker_threads';
import { AuditError } from '../../errors.ts';
import type { Progress, ProgressTask } from '../../progress.ts';
import type { ChosenToken } from '../decoder/sampler.ts';
import { disableTelemetry } from '../disable-telemetry.ts';
import type { Executor, GeneratedBatch, GenerateRequest, ScoreRequest } from '../model-executor.ts';
import type { ExecutorSettings } from '../open-executor.ts';
import type { ProgressStep, WorkerReply, WorkerRequest } from './worker-messages.ts';

type OnToken = (promptIndex: number, token: ChosenToken) => void;

interface Pending {
  readonly resolve: (result: unknown) => void;
  readonly reject: (error: unknown) => void;
  readonly onToken: OnToken | undefined;
}

type Asked = WorkerRequest extends infer Request
  ? Request extends WorkerRequest
    ? Omit<Request, 'id'>
    : never
  : never;

/** A model in a thread of its own, so that this one stays free to answer. */
export class WorkerExecutor implements Executor {
  readonly #worker: Worker;
  readonly #pending = new Map<number, Pending>();
  #lastId = 0;
  /** Why nothing more can be asked. */
  #ended: AuditError | undefined;

  private constructor(worker: Worker, progress: Progress) {
    this.#worker = worker;
    let task: ProgressTask | undefined;
    worker.on('message', (reply: WorkerReply) => {
      if (reply.kind === 'progress') task = follow(progress, task, reply.step);
      else this.#settle(reply);
    });
    worker.on('error', (error) => this.#fail(ended(` (${error.message})`, error)));
    worker.on('exit', () => this.#fail(ended()));
  }

  /** Starts the thread and waits until the model is loaded. @throws {AuditError} if it is not. */
  static async open(settings: ExecutorSettings, progress: Progress): Promise<WorkerExecutor> {
    disableTelemetry();
    const worker = new Worker(new URL('./model-worker.js', import.meta.url), {
      workerData: settings,
    });
    const executor = new WorkerExecutor(worker, progress);
    try {
      await executor.#wait(0);
    } catch (error) {
      await worker.terminate();
      throw error;
    }
    return executor;
  }

  async generate(request: GenerateRequest, onToken: OnToken): Promise<GeneratedBatch> {
    return (await this.#ask({ kind: 'generate', request }, onToken)) as GeneratedBatch;
  }

  async score(request: ScoreRequest): Promise<readonly number[]> {
    return (await this.#ask({ kind: 'score', request })) as readonly number[];
  }

  /** A thread that has ended is closed: that it did was told by what was asked of it. */
  async close(): Promise<void> {
    if (this.#ended === undefined) await this.#ask({ kind: 'close' });
    await this.#worker.terminate();
  }

  async #ask(asked: Asked, onToken?: OnToken): Promise<unknown> {
    if (this.#ended !== undefined) throw this.#ended;
    this.#lastId += 1;
    this.#worker.postMessage({ ...asked, id: this.#lastId });
    return await this.#wait(this.#lastId, onToken);
  }

  #wait(id: number, onToken?: OnToken): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject, onToken });
    });
  }

  #settle(reply: Exclude<WorkerReply, { kind: 'progress' }>): void {
    const pending = this.#pending.get(reply.id)!;
    if (reply.kind === 'token') {
      pending.onToken?.(reply.promptIndex, reply.token);
      return;
    }
    this.#pending.delete(reply.id);
    if (reply.kind === 'done') pending.resolve(reply.result);
    else pending.reject(reply.kind === 'refused' ? new AuditError(reply.facts) : reply.error);
  }

  #fail(error: AuditError): void {
    this.#ended ??= error;
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}

function ended(reason = '', cause?: unknown): AuditError {
  return new AuditError({
    code: 'model-thread-ended',
    location: 'model',
    problem: `its thread ended before it answered${reason}`,
    remedy: 'look for a lack of memory: audit doctor says what fits',
    cause,
  });
}

function follow(
  progress: Progress,
  task: ProgressTask | undefined,
  step: ProgressStep,
): ProgressTask | undefined {
  if (step.kind === 'start') return progress.start(step.label, step.total);
  if (step.kind === 'advance') task?.advance(step.count);
  else task?.done(step.note);
  return task;
}
