import { Worker } from 'node:worker_threads';
import { AuditError } from '../../errors.ts';
import type { Progress, ProgressTask } from '../../progress.ts';
import type { ChosenToken } from '../decoder/sampler.ts';
import { disableTelemetry } from '../disable-telemetry.ts';
import type { Executor, GeneratedBatch, GenerateRequest, ScoreRequest } from '../model-executor.ts';
import type { ExecutorSettings } from '../open-executor.ts';
import { PendingAnswers } from './answer.ts';
import type { ProgressStep, WorkerReply, WorkerRequest } from './model-worker-messages.ts';

type OnToken = (promptIndex: number, token: ChosenToken) => void;

type Asked = WorkerRequest extends infer Request
  ? Request extends WorkerRequest
    ? Omit<Request, 'id'>
    : never
  : never;

/** A model in a thread of its own, so that this one stays free to answer. */
export class WorkerExecutor implements Executor {
  readonly #worker: Worker;
  readonly #pending = new PendingAnswers();
  /** Who is told of the tokens of a question. */
  readonly #listeners = new Map<number, OnToken>();
  #lastId = 0;
  /** Why nothing more can be asked. */
  #ended: AuditError | undefined;

  private constructor(worker: Worker, progress: Progress) {
    this.#worker = worker;
    let task: ProgressTask | undefined;
    worker.on('message', (reply: WorkerReply) => {
      if (reply.kind === 'progress') task = follow(progress, task, reply.step);
      else if (reply.kind === 'token') {
        this.#listeners.get(reply.id)?.(reply.promptIndex, reply.token);
      } else this.#pending.settle(reply.id, reply);
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
      await executor.#pending.wait(0);
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
    const id = this.#lastId;
    this.#worker.postMessage({ ...asked, id });
    if (onToken !== undefined) this.#listeners.set(id, onToken);
    return await this.#pending.wait(id).finally(() => this.#listeners.delete(id));
  }

  #fail(error: AuditError): void {
    this.#ended ??= error;
    this.#pending.fail(error);
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
