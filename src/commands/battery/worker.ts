import { hostname } from 'node:os';
import { Journal } from '../../run/journal.ts';
import { answerRequests } from '../../run/queue/answer-requests.ts';
import { connectQueue } from '../../run/queue/connect-queue.ts';
import { readQueueAddress } from '../../run/queue/queue-address.ts';
import type { ModelTally } from '../../run/run-plan.ts';
import type { BenchOptions } from '../read-benchmark.ts';
import { resolveDevice } from '../resolve-device.ts';
import { planFacts } from './ask-workers.ts';
import type { BatteryOptions } from './battery-options.ts';
import { type CommandSurroundings, type PlannedBattery, prepareBattery } from './open-battery.ts';

/** Options of `audit worker`, as the command line gives them. */
export interface WorkerOptions
  extends BenchOptions,
    Pick<BatteryOptions, 'device' | 'models' | 'journal'> {
  readonly queue: string;
  /** End when nothing is left. */
  readonly drain?: boolean;
}

/** What a worker is given by the process it runs in. */
export interface WorkerSurroundings extends CommandSurroundings {
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
    // A plan that differs from the run's gives other keys, and so another queue.
    const worker = `${hostname()}-${process.pid}`;
    const { config, benchmark, planned } = await prepareBattery(
      options,
      await resolveDevice(options.device),
      { ...surroundings, writer: `worker-${worker}` },
    );
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
          worker,
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
