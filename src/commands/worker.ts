import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Benchmark } from '../benchmark/benchmark.ts';
import { Journal } from '../run/journal.ts';
import { answerRequests } from '../run/queue/answer-requests.ts';
import { connectQueue } from '../run/queue/connect-queue.ts';
import { readQueueAddress } from '../run/queue/queue-address.ts';
import type { ModelTally } from '../run/run-battery.ts';
import {
  type BatteryOptions,
  type BatterySurroundings,
  openBattery,
  type PlannedBattery,
} from './battery.ts';
import type { PlanSurroundings } from './plan.ts';
import { planFacts } from './queue-run.ts';
import { type BenchOptions, readBenchmark, readModels, resolveDevice } from './read-benchmark.ts';
import { requireBattery } from './require-battery.ts';
import { fileNameOf } from './run-folder.ts';

/** Options of `audit worker`, as the command line gives them. */
export interface WorkerOptions
  extends BenchOptions,
    Pick<BatteryOptions, 'device' | 'models' | 'journal'> {
  readonly queue: string;
  /** End when nothing is left. */
  readonly drain?: boolean;
}

/** What a worker is given by the process it runs in. */
export interface WorkerSurroundings extends PlanSurroundings {
  /** Ends the answering; what is under way goes back to the queue. */
  readonly signal: AbortSignal;
  /** Called before models are asked: from then on `signal` counts. */
  readonly onAsking: () => void;
  readonly log: (line: string) => void;
}

/** What a worker came to. */
export interface WorkerOutcome {
  readonly tallies: readonly ModelTally[];
  readonly refused: PlannedBattery['refused'];
  readonly journalPath: string;
  readonly exitCode: 0 | 2 | 130;
}

/**
 * `audit worker`: answers what `audit run --queue` has queued, from the same config and media.
 *
 * @throws {AuditError} for anything the user can mend.
 */
export async function workerCommand(
  options: WorkerOptions,
  surroundings: WorkerSurroundings,
): Promise<WorkerOutcome> {
  const { environment, signal, log } = surroundings;
  const connection = await connectQueue(readQueueAddress(options.queue, environment), {
    retries: Number.POSITIVE_INFINITY,
    onTrouble: oncePerMinute((message) =>
      log(`Redis does not answer (${message}); waiting for it`),
    ),
  });
  try {
    const { config, benchmark, planned } = await planAsTheRun(options, surroundings);
    const { plan, models, refused, filter, journalPath } = planned;
    const journal = await Journal.open(journalPath, benchmark.name);
    surroundings.onAsking();
    try {
      const tallies = await answerRequests(
        plan,
        models.filter(({ name }) => filter.models?.includes(name) ?? true),
        {
          ...surroundings,
          connection,
          benchmark: benchmark.name,
          facts: planFacts(config, models),
          journal,
          worker: `${hostname()}-${process.pid}`,
          drain: options.drain ?? false,
        },
      );
      return { tallies, refused, journalPath, exitCode: exitCodeOf(tallies, refused, signal) };
    } finally {
      await journal.close();
    }
  } finally {
    await connection.close();
  }
}

/** A plan that differs from the run's gives other keys, and so another queue. */
async function planAsTheRun(
  options: WorkerOptions,
  { cwd, progress, modelCacheFolder, environment }: WorkerSurroundings,
): Promise<{
  readonly config: BatterySurroundings['config'];
  readonly benchmark: Benchmark;
  readonly planned: PlannedBattery;
}> {
  const computes = await resolveDevice({ ...(options.device && { device: options.device }) });
  const { config: read, benchmark, outDir } = await readBenchmark(options, cwd, progress);
  const config = { ...read, battery: requireBattery(read) };
  const { models: cards } = await readModels(config, benchmark, {
    engineCheck: false,
    computes,
    modelCacheFolder,
    progress,
  });
  const file = `${fileNameOf(benchmark.name)}.worker-${hostname()}-${process.pid}.jsonl`;
  const { journal = join(outDir, 'journals', file) } = options;
  const surroundings = {
    config,
    benchmark,
    cards,
    ...computes,
    cwd,
    outDir,
    modelCacheFolder,
    environment,
    progress,
  };
  return {
    config,
    benchmark,
    planned: await openBattery({ ...options, journal }, surroundings),
  };
}

function exitCodeOf(
  tallies: readonly ModelTally[],
  refused: PlannedBattery['refused'],
  signal: AbortSignal,
): 0 | 2 | 130 {
  if (signal.aborted) return 130;
  const isOpen = tallies.some(({ stopped }) => stopped !== undefined);
  return isOpen || tallies.length === 0 || refused.length > 0 ? 2 : 0;
}

/** The connection is tried again several times a second. */
function oncePerMinute(log: (message: string) => void): (message: string) => void {
  let toldMs = Number.NEGATIVE_INFINITY;
  return (message) => {
    if (performance.now() - toldMs < 60_000) return;
    toldMs = performance.now();
    log(message);
  };
}
