import type { Job, Queue, Worker, WorkerOptions } from 'bullmq';
import type { JournalFailure, JournalRow } from '../journal-row.ts';
import { parseRow } from '../journal-row.ts';
import { PREFIX, type QueueConnection } from './connect-queue.ts';

/** All that goes through Redis of a request: whoever answers has planned it too. */
export interface RequestJob {
  readonly key: string;
}

/** A request that workers are done with. */
export interface FinishedRequest {
  readonly key: string;
  /** The row that a worker wrote, or why there is none. */
  readonly came: JournalRow | JournalFailure;
  /** Name of the worker, if one ever took it. */
  readonly worker?: string;
  /** Takes it out of Redis. */
  readonly forget: () => Promise<void>;
}

/** Jobs that are added or read at once. */
const BATCH = 500;

/**
 * A worker renews its hold on a request every half of this, from its main thread, while the model
 * computes in a thread of its own: a request may take hours. Only a process that is gone, or that
 * does nothing else for so long, loses it.
 */
const LOCK_MS = 15_000;
/** How often workers look for requests whose worker is gone. */
const STALLED_MS = 5_000;
/** A request that has brought down more workers than this is itself the cause. */
const LOST_WORKERS = 5;

/** The queue of one model's requests in Redis. */
export class RequestQueue {
  readonly name: string;
  readonly #connection: QueueConnection;
  readonly #queue: Queue<RequestJob>;

  /** @param name from `queueName`. */
  constructor(connection: QueueConnection, name: string) {
    this.name = name;
    this.#connection = connection;
    this.#queue = new connection.bullmq.Queue<RequestJob>(name, {
      connection: connection.redis,
      prefix: PREFIX,
      skipMetasUpdate: true,
      // Nobody reads the events.
      streams: { events: { maxLen: 100 } },
    });
    // Told by the connection already.
    this.#queue.on('error', () => {});
  }

  /** Adds requests; one that is in the queue already, waiting, taken or done, stays as it is. */
  async add(keys: readonly string[]): Promise<void> {
    for (let start = 0; start < keys.length; start += BATCH) {
      await this.#queue.addBulk(
        keys.slice(start, start + BATCH).map((key) => ({
          name: 'request',
          data: { key },
          // A name of digits alone would be refused.
          opts: { jobId: `request-${key}`, stackTraceLimit: 1 },
        })),
      );
    }
  }

  /** Some of those that are done, the oldest first; empty if none is. */
  async finished(): Promise<readonly FinishedRequest[]> {
    const jobs = await this.#queue.getJobs(['completed', 'failed'], 0, BATCH - 1, true);
    return jobs.map((job) => finishedRequest(job as Job<RequestJob>));
  }

  /** @returns how many requests nobody has taken yet, and how many are being answered. */
  async open(): Promise<{ readonly waiting: number; readonly taken: number }> {
    const counts = await this.#queue.getJobCounts('waiting', 'active');
    return { waiting: counts.waiting ?? 0, taken: counts.active ?? 0 };
  }

  /**
   * Gives back to the queue what was taken by processes that are gone, until it is closed. At
   * least one process that is there must do this.
   */
  async watch(): Promise<Worker> {
    const watch = this.#worker(undefined, { autorun: false });
    await watch.startStalledCheckTimer();
    return watch;
  }

  /** Takes requests until it is closed; `answer` gives their rows. */
  take(
    answer: (job: Job<RequestJob>, token: string) => Promise<JournalRow>,
    options: { readonly worker: string; readonly inFlight: number },
  ): Worker<RequestJob> {
    return this.#worker((job, token) => answer(job, token!), {
      name: options.worker,
      concurrency: options.inFlight,
      skipStalledCheck: true,
    });
  }

  /** Takes everything out of Redis. */
  async obliterate(): Promise<void> {
    await this.#queue.obliterate({ force: true });
  }

  async close(): Promise<void> {
    await this.#queue.close();
  }

  #worker(
    answer: ((job: Job<RequestJob>, token?: string) => Promise<JournalRow>) | undefined,
    options: Partial<WorkerOptions>,
  ): Worker<RequestJob> {
    const { bullmq, redis } = this.#connection;
    const worker = new bullmq.Worker<RequestJob>(this.name, answer, {
      connection: redis,
      prefix: PREFIX,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_MS,
      maxStalledCount: LOST_WORKERS,
      ...options,
    });
    // A request that is no longer this worker's, or a connection that is told of already.
    worker.on('error', () => {});
    return worker;
  }
}

function finishedRequest(job: Job<RequestJob>): FinishedRequest {
  const { key } = job.data;
  const facts = {
    key,
    ...(job.processedBy !== undefined && { worker: job.processedBy }),
    forget: () => job.remove(),
  };
  if (job.returnvalue === null || job.returnvalue === undefined) {
    const detail = `${job.failedReason}; the last worker was ${job.processedBy ?? 'unknown'}`;
    return { ...facts, came: { reason: 'worker-lost', detail } };
  }
  const row = parseRow(job.returnvalue);
  if ('problem' in row) return { ...facts, came: malformed(job, row.problem) };
  return { ...facts, came: row.key === key ? row : malformed(job, `key: ${row.key}`) };
}

function malformed({ processedBy }: Job, problem: string): JournalFailure {
  const detail = `worker ${processedBy ?? 'unknown'} gave no row of this request (${problem})`;
  return { reason: 'malformed-row', detail };
}
