import { setTimeout as sleep } from 'node:timers/promises';
import type { BatteryModel } from '../battery-models.ts';
import type { BatteryPlan } from '../plan-battery.ts';
import type { ModelTally } from '../run-plan.ts';
import { announcementsOf, differences } from './announcement.ts';
import { queueLost } from './connect-queue.ts';
import { type AnswerOptions, Desk } from './desk.ts';

/** A worker that drains waits so long for a run to come. */
const PATIENCE_MS = 120_000;
const POLL_MS = 1_000;

/**
 * Answers requests that another process has queued, model by model, so that one is in memory at a
 * time. Every row is on the disk here before it is given away. Ends when it is told to, when no model
 * of this worker can be asked any more or, with `drain`, when all that was queued is answered.
 *
 * @throws {AuditError} if the journal can not be written.
 */
export async function answerRequests(
  { requests }: BatteryPlan,
  models: readonly BatteryModel[],
  options: AnswerOptions,
): Promise<readonly ModelTally[]> {
  const desks = models
    .map((model) => ({ model, planned: requests.filter((one) => one.model === model.name) }))
    .filter(({ planned }) => planned.length > 0)
    .map(({ model, planned }) => new Desk(model, planned, options));
  try {
    for (const desk of desks) await desk.watch();
    return await answer(desks, options);
  } catch (error) {
    throw queueLost(error, options.connection.address);
  } finally {
    await Promise.allSettled(desks.map((desk) => desk.close()));
  }
}

async function answer(
  desks: readonly Desk[],
  options: AnswerOptions,
): Promise<readonly ModelTally[]> {
  const { signal, patienceMs = PATIENCE_MS } = options;
  const tell = onlyNews(options.log);
  let seenMs = performance.now();
  while (!signal.aborted && desks.some(({ stopped }) => stopped === undefined)) {
    const desk = await firstThatWaits(desks);
    if (desk !== undefined) await workAlone(desk, desks);
    else {
      const idle = await lookAround(desks, options);
      idle.news.forEach(tell);
      if (idle.hasRun) seenMs = performance.now();
      const isOver = idle.isOver || performance.now() - seenMs > patienceMs;
      if (options.drain && isOver) return desks.map((one) => one.tally(idle.foreign.get(one)));
      await sleep(POLL_MS, undefined, { signal }).catch(() => {});
    }
  }
  return desks.map((desk) => desk.tally());
}

/** One model is in memory at a time. */
async function workAlone(desk: Desk, desks: readonly Desk[]): Promise<void> {
  for (const other of desks) if (other !== desk) await other.unload();
  await desk.work();
}

interface Idleness {
  /** Why there is nothing to do. */
  readonly news: readonly string[];
  /** Nothing that was queued is left for this worker. */
  readonly isOver: boolean;
  /** Whether a run of this benchmark is queued at all. */
  readonly hasRun: boolean;
  readonly foreign: ReadonlyMap<Desk, string>;
}

async function lookAround(desks: readonly Desk[], options: AnswerOptions): Promise<Idleness> {
  const isAnnounced = await Promise.all(desks.map((desk) => desk.isAnnounced()));
  const announced = desks.filter((_, index) => isAnnounced[index]);
  const missing = desks.filter((_, index) => !isAnnounced[index]);
  const foreign = await whatIsForeign(missing, options);
  if (announced.length + foreign.size === 0) {
    const { connection, benchmark } = options;
    const nothing = `${connection.address.shown}: no run of "${benchmark}" is queued; waiting for audit run --queue`;
    return { news: [nothing], isOver: false, hasRun: false, foreign };
  }
  const isOver = await allAreEmpty(announced);
  return { news: [...foreign.values()], isOver, hasRun: true, foreign };
}

async function firstThatWaits(desks: readonly Desk[]): Promise<Desk | undefined> {
  for (const desk of desks) {
    if (desk.stopped === undefined && (await desk.open()).waiting > 0) return desk;
  }
  return undefined;
}

/** What another worker has taken may come back, so that it counts as left. */
async function allAreEmpty(desks: readonly Desk[]): Promise<boolean> {
  const counts = await Promise.all(
    desks.filter(({ stopped }) => stopped === undefined).map((desk) => desk.open()),
  );
  return counts.every(({ waiting, taken }) => waiting + taken === 0);
}

/** Models that a run asks which was planned otherwise than here, with what differs. */
async function whatIsForeign(
  desks: readonly Desk[],
  { connection, benchmark, facts }: AnswerOptions,
): Promise<ReadonlyMap<Desk, string>> {
  if (desks.length === 0) return new Map();
  const others = await announcementsOf(connection, benchmark);
  const { shown } = connection.address;
  const foreign = new Map<Desk, string>();
  for (const desk of desks) {
    const other = others.find(({ model }) => model === desk.name);
    // A run that has just told of its queue is no other one: it was not there when the desk was asked.
    if (other === undefined || (await desk.isAnnounced())) continue;
    const why = differences(other, facts);
    foreign.set(
      desk,
      `${shown}: the run there asks ${desk.name} otherwise: ${why}; start the worker with that run's config, data and options`,
    );
  }
  return foreign;
}

/** Says every line once. */
function onlyNews(log: (line: string) => void): (line: string) => void {
  const told = new Set<string>();
  return (line) => {
    if (told.has(line)) return;
    told.add(line);
    log(line);
  };
}
