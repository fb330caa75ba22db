import type { BatteryModel } from '../../run/battery-models.ts';
import type { PlanFacts } from '../../run/queue/announcement.ts';
import { type CollectOptions, collectAnswers } from '../../run/queue/collect-answers.ts';
import { connectQueue } from '../../run/queue/connect-queue.ts';
import { readQueueAddress } from '../../run/queue/queue-address.ts';
import type { ModelTally } from '../../run/run-plan.ts';
import type { BatteryBearing, BatteryOptions } from './battery-options.ts';
import type { BatterySurroundings, PlannedBattery } from './open-battery.ts';

/** What of config and command line decides a plan, as a worker with another one is told. */
export function planFacts(
  { seed, limit, battery }: BatteryBearing,
  models: readonly BatteryModel[],
): PlanFacts {
  return {
    seed: String(seed),
    ...(limit !== undefined && { limit: String(limit) }),
    // Weights, precision, device and settings of each.
    ...Object.fromEntries(
      models.map(({ name, identity }) => [`models.${name}`, JSON.stringify(identity)]),
    ),
    'battery.conditions': battery.conditions.join(', '),
    'battery.maxNewTokens': JSON.stringify(battery.maxNewTokens),
    'battery.closed': battery.closed,
    ...(battery.conditions.includes('sampled') && {
      'battery.repeat': String(battery.repeat),
      'battery.sampling': JSON.stringify(battery.sampling ?? null),
    }),
  };
}

/**
 * Tries the address, if there is one, before anything takes time.
 *
 * @throws {AuditError} if no Redis server answers there.
 */
export async function requireQueue(
  queue: string | undefined,
  environment: BatterySurroundings['environment'],
): Promise<void> {
  if (queue === undefined) return;
  const address = readQueueAddress(queue, environment);
  const connection = await connectQueue(address);
  await connection.close();
}

/**
 * Has workers ask what is still open.
 *
 * @throws {AuditError} if the Redis server does not answer, or another process collects the same.
 */
export async function askWorkers(
  { plan, models, filter }: PlannedBattery,
  options: BatteryOptions & { readonly queue: string },
  surroundings: Pick<BatterySurroundings, 'config' | 'benchmark' | 'environment' | 'progress'> &
    Pick<CollectOptions, 'journal' | 'signal'>,
): Promise<readonly ModelTally[]> {
  const { config, benchmark, environment } = surroundings;
  const address = readQueueAddress(options.queue, environment);
  const connection = await connectQueue(address);
  try {
    return await collectAnswers(
      plan,
      models.map(({ name }) => name),
      {
        ...surroundings,
        connection,
        benchmark: benchmark.name,
        facts: planFacts(config, models),
        filter,
      },
    );
  } finally {
    await connection.close();
  }
}
