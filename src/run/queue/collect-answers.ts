import { setTimeout as sleep } from 'node:timers/promises';
import type { Progress, ProgressTask } from '../../progress.ts';
import type { Journal } from '../journal.ts';
import type { JournalFailure, JournalRow } from '../journal-row.ts';
import type { BatteryPlan } from '../plan-battery.ts';
import type { PlannedRequest } from '../request.ts';
import { isWanted, type RequestFilter } from '../request-filter.ts';
import type { ModelTally } from '../run-plan.ts';
import { countRow, type RunCounts, rowOf } from '../run-requests.ts';
import { announce, type PlanFacts, unannounce } from './announcement.ts';
import { type QueueConnection, queueLost } from './connect-queue.ts';
import { type Lead, takeLead } from './lead.ts';
import { queueName } from './queue-name.ts';
import { RequestQueue } from './request-queue.ts';

/** Options of `collectAnswers`. */
export interface CollectOptions {
  readonly connection: QueueConnection;
  /** Name of the benchmark. */
  readonly benchmark: string;
  readonly facts: PlanFacts;
  readonly journal: Journal;
  readonly filter: RequestFilter;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

const POLL_MS = 500;

/**
 * Queues every request that the journal has no outcome of, and writes to the journal what workers
 * make of them, until none is open. What is queued, or done and not collected, is found again by the
 * next call; a row that the journal has is not written twice.
 *
 * @throws {AuditError} if the journal can not be written, Redis is lost, or another process collects
 *   the same.
 */
export async function collectAnswers(
  { requests }: BatteryPlan,
  models: readonly string[],
  options: CollectOptions,
): Promise<readonly ModelTally[]> {
  const { connection, filter, signal, progress } = options;
  const collections: Collection[] = [];
  try {
    for (const model of models) {
      if (filter.models?.includes(model) === false) continue;
      const planned = requests.filter((request) => request.model === model);
      if (planned.length > 0) collections.push(await Collection.begin(model, planned, options));
    }
    const total = collections.reduce((sum, { left }) => sum + left, 0);
    const task = progress.start(`Collecting answers from ${connection.address.shown}`, total);
    try {
      await collect(collections, signal, task);
    } finally {
      task.done();
    }
    await end(collections);
    return collections.map((collection) => collection.tally());
  } catch (error) {
    const told = queueLost(error, connection.address);
    // A server that is gone takes no leave.
    if (told === error) await end(collections);
    throw told;
  }
}

async function end(collections: readonly Collection[]): Promise<void> {
  await Promise.allSettled(collections.map((collection) => collection.end()));
}

async function collect(
  collections: readonly Collection[],
  signal: AbortSignal,
  task: ProgressTask,
): Promise<void> {
  // Everything is there before workers are told: one that finds nothing left may end.
  for (const collection of collections) await collection.offer();
  await Promise.all(collections.map((collection) => collection.tell()));
  const workers = new Set<string>();
  while (!signal.aborted && collections.some(({ left }) => left > 0)) {
    for (const collection of collections) {
      const settled = await collection.gather(workers);
      await collection.keep();
      const failed = collections.reduce((sum, { counts }) => sum + counts.failed, 0);
      task.advance(settled, `  workers seen: ${workers.size}  ${failed} failed`);
    }
    await sleep(POLL_MS, undefined, { signal }).catch(() => {});
  }
}

/** One model's requests on their way from queue to journal. */
class Collection {
  readonly counts: RunCounts = { answered: 0, failed: 0, tokens: 0 };
  readonly #model: string;
  readonly #planned: ReadonlyMap<string, PlannedRequest>;
  readonly #options: CollectOptions;
  readonly #queue: RequestQueue;
  readonly #lead: Lead;
  readonly #open = new Set<string>();

  private constructor(
    model: string,
    planned: readonly PlannedRequest[],
    options: CollectOptions,
    queue: RequestQueue,
    lead: Lead,
  ) {
    this.#model = model;
    this.#planned = new Map(planned.map((request) => [request.key, request]));
    this.#options = options;
    this.#queue = queue;
    this.#lead = lead;
  }

  /** Takes in what an earlier run left in the queue, then sees what is open. */
  static async begin(
    model: string,
    planned: readonly PlannedRequest[],
    options: CollectOptions,
  ): Promise<Collection> {
    const { connection, benchmark, journal, filter } = options;
    const name = queueName(benchmark, model, planned);
    const lead = await takeLead(connection, name);
    await unannounce(connection, name);
    const queue = new RequestQueue(connection, name);
    const collection = new Collection(model, planned, options, queue, lead);
    await collection.gather(new Set());
    for (const request of planned) {
      if (isWanted(request, journal, filter)) collection.#open.add(request.key);
    }
    return collection;
  }

  get left(): number {
    return this.#open.size;
  }

  /** Puts what is open into the queue; harmless when repeated. */
  async offer(): Promise<void> {
    await this.#queue.add([...this.#open]);
  }

  /** Lets workers know that the queue is there. */
  async tell(): Promise<void> {
    const { connection, benchmark, facts } = this.#options;
    await announce(connection, this.#queue.name, {
      benchmark,
      model: this.#model,
      facts,
    });
  }

  /**
   * Journals all that is done.
   *
   * @param workers to which the names of those that did it are added.
   * @returns how many open requests that settled.
   */
  async gather(workers: Set<string>): Promise<number> {
    const before = this.left;
    for (;;) {
      const finished = await this.#queue.finished();
      await Promise.all(
        finished.map(async ({ key, came, worker, forget }) => {
          if (worker !== undefined) workers.add(worker);
          await this.#settle(key, came);
          // On the disk by now.
          await forget();
        }),
      );
      if (finished.length === 0) break;
    }
    return before - this.left;
  }

  /** Keeps lead and announcement; if Redis was emptied meanwhile, what is open goes in again. */
  async keep(): Promise<void> {
    if (!(await this.#lead.keep())) await this.offer();
    await this.tell();
  }

  tally(): ModelTally {
    const { answered, failed } = this.counts;
    return { model: this.#model, answered, failed, left: this.left };
  }

  /** Leaves nothing in Redis once all is settled; the announcement tells workers that it was there. */
  async end(): Promise<void> {
    try {
      if (this.left === 0) await this.#queue.obliterate();
      await this.#lead.release();
    } finally {
      await this.#queue.close();
    }
  }

  async #settle(key: string, came: JournalRow | JournalFailure): Promise<void> {
    const { journal } = this.#options;
    const request = this.#planned.get(key);
    const known = journal.rowOf(key);
    if (request === undefined) return;
    const row =
      'key' in came ? came : rowOf(request, { failure: came }, { durationMs: 0, attempts: 0 });
    const isNews = known === undefined || (known.answer === undefined && row.answer !== undefined);
    if (!this.#open.has(key) && !isNews) return;
    await journal.append(row);
    countRow(this.counts, row);
    this.#open.delete(key);
  }
}
