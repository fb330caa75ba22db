import type { Job, Worker } from 'bullmq';
import { stimulusPrompt } from '../../conditions/stimulus-prompt.ts';
import type { Engine } from '../../engine/engine.ts';
import { AuditError } from '../../errors.ts';
import type { Progress } from '../../progress.ts';
import type { BatteryModel } from '../battery-models.ts';
import type { Journal } from '../journal.ts';
import type { JournalRow } from '../journal-row.ts';
import type { ModelRequest, PlannedRequest } from '../request.ts';
import type { ModelTally } from '../run-plan.ts';
import { askOne, countRow, type RunCounts, statusOf } from '../run-requests.ts';
import { isAnnounced, type PlanFacts } from './announcement.ts';
import type { QueueConnection } from './connect-queue.ts';
import { queueName } from './queue-name.ts';
import { type RequestJob, RequestQueue } from './request-queue.ts';

/** Options of `answerRequests`. */
export interface AnswerOptions {
  readonly connection: QueueConnection;
  /** Name of the benchmark. */
  readonly benchmark: string;
  readonly facts: PlanFacts;
  /** Of this worker alone. */
  readonly journal: Journal;
  /** As the collector of the answers knows it. */
  readonly worker: string;
  /** End when nothing is left, instead of waiting for more. */
  readonly drain: boolean;
  /** How long one that drains waits for a run; default two minutes. */
  readonly patienceMs?: number;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Told why nothing is being done. */
  readonly log: (line: string) => void;
}

/** Where one model answers what is queued for it. */
export class Desk {
  readonly #model: BatteryModel;
  readonly #planned: ReadonlyMap<string, PlannedRequest>;
  readonly #options: AnswerOptions;
  readonly #queue: RequestQueue;
  readonly #counts: RunCounts = { answered: 0, failed: 0, tokens: 0 };
  #watch: Worker | undefined;
  #engine: Engine | undefined;
  #stopped: string | undefined;

  constructor(model: BatteryModel, planned: readonly PlannedRequest[], options: AnswerOptions) {
    this.#model = model;
    this.#planned = new Map(planned.map((request) => [request.key, request]));
    this.#options = options;
    const name = queueName(options.benchmark, model.name, planned);
    this.#queue = new RequestQueue(options.connection, name);
  }

  get name(): string {
    return this.#model.name;
  }

  /** Why this worker can not ask the model any more. */
  get stopped(): string | undefined {
    return this.#stopped;
  }

  /** @param elsewhere why this worker had no part in what is queued. */
  tally(elsewhere?: string): ModelTally {
    const stopped = this.#stopped ?? elsewhere;
    const { answered, failed } = this.#counts;
    return {
      model: this.name,
      answered,
      failed,
      left: 0,
      ...(stopped !== undefined && { stopped }),
    };
  }

  isAnnounced(): Promise<boolean> {
    return isAnnounced(this.#options.connection, this.#queue.name);
  }

  open(): ReturnType<RequestQueue['open']> {
    return this.#queue.open();
  }

  /** From now on, what a killed worker had taken is given back. */
  async watch(): Promise<void> {
    this.#watch = await this.#queue.watch();
  }

  /** Answers until nothing waits, the run is interrupted or the model can not be asked any more. */
  async work(): Promise<void> {
    const engine = await this.#load();
    if (engine === undefined) return;
    const { signal, worker: name, progress } = this.#options;
    const task = progress.start(`Answering for ${this.name}`);
    const startedMs = performance.now();
    let failure: unknown;
    const answer = async (job: Job<RequestJob>, token: string): Promise<JournalRow> => {
      worker.concurrency = engine.maxInFlight;
      const row = await this.#answer(job, engine).catch((error: unknown) => {
        failure ??= error;
        return undefined;
      });
      if (row === undefined) {
        end();
        return await this.#giveBack(job, token);
      }
      countRow(this.#counts, row);
      task.advance(1, statusOf(this.#counts, engine, performance.now() - startedMs));
      return row;
    };
    const worker = this.#queue.take(answer, { worker: name, inFlight: engine.maxInFlight });
    const ended = new Promise<void>((resolve) => worker.once('closed', resolve));
    const end = (): void => void worker.close();
    worker.once('drained', end);
    signal.addEventListener('abort', end, { once: true });
    if (signal.aborted) end();
    await ended;
    signal.removeEventListener('abort', end);
    task.done();
    if (failure !== undefined) throw failure;
  }

  /** Frees the model's memory. */
  async unload(): Promise<void> {
    const engine = this.#engine;
    this.#engine = undefined;
    await engine?.close();
  }

  async close(): Promise<void> {
    await this.unload();
    await this.#watch?.close();
    await this.#queue.close();
  }

  async #load(): Promise<Engine | undefined> {
    try {
      this.#engine ??= await this.#model.open();
      return this.#engine;
    } catch (error) {
      if (!(error instanceof AuditError)) throw error;
      this.#stop(error.message);
      return undefined;
    }
  }

  /** Undefined if it is for another worker: after an interruption, or where every request fails alike. */
  async #answer(
    { data: { key } }: Job<RequestJob>,
    engine: Engine,
  ): Promise<JournalRow | undefined> {
    const { journal, signal } = this.#options;
    const known = journal.rowOf(key);
    if (known?.answer !== undefined) return known;
    if (signal.aborted || this.#stopped !== undefined) return undefined;
    const request = this.#planned.get(key);
    if (request === undefined)
      throw new Error(`${this.#queue.name} holds ${key}, which is not planned`);
    const promptOf = ({ stimulus }: ModelRequest): ReturnType<typeof stimulusPrompt> =>
      stimulusPrompt(stimulus);
    const outcome = await askOne(request, { engine, promptOf, signal });
    if (outcome?.fatal !== undefined) this.#stop(outcome.fatal);
    if (outcome === undefined || outcome.fatal !== undefined) return undefined;
    await journal.append(outcome.row);
    return outcome.row;
  }

  /** Somebody else may have it at once, instead of when its lock has run out. */
  async #giveBack(job: Job<RequestJob>, token: string): Promise<never> {
    // If the lock is lost already, it is given back anyway.
    await job.moveToWait(token).catch(() => {});
    throw new this.#options.connection.bullmq.WaitingError();
  }

  #stop(reason: string): void {
    if (this.#stopped !== undefined) return;
    this.#stopped = reason;
    this.#options.log(`${this.name} is asked no more by this worker: ${reason}`);
  }
}
