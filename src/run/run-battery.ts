import type { Benchmark } from '../benchmark/benchmark.ts';
import type { BatteryConfig } from '../benchmark/config-schema.ts';
import type { ConditionId } from '../conditions/condition.ts';
import { stimulusPrompt } from '../conditions/stimulus-prompt.ts';
import { AuditError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import type { BatteryModel } from './battery-models.ts';
import type { Journal } from './journal.ts';
import { hashMedia } from './media-hashes.ts';
import { type BatteryPlan, planBattery } from './plan-battery.ts';
import type { PlannedRequest } from './request.ts';
import { type RunTally, runRequests } from './run-requests.ts';
import { isInShard, type Shard } from './shard.ts';

/** Which of a plan's requests are asked now; all that have no outcome by default. */
export interface RequestFilter {
  readonly models?: readonly string[];
  readonly conditions?: readonly ConditionId[];
  readonly shard?: Shard;
  /** Ask again what failed. */
  readonly retryFailed?: boolean;
}

/** Options of `planRequests`. */
export interface PlanRequestsOptions {
  readonly battery: BatteryConfig;
  readonly seed: number;
  readonly cacheFolder: string;
  readonly progress: Progress;
}

/** Plans a benchmark's battery; reads every medium for its hash, asks nothing. */
export async function planRequests(
  benchmark: Benchmark,
  models: readonly BatteryModel[],
  { battery, seed, cacheFolder, progress }: PlanRequestsOptions,
): Promise<BatteryPlan> {
  const items = [...benchmark.test, ...(benchmark.beyondLimit ?? [])];
  const hashOf = await hashMedia(items, { cacheFolder, progress });
  return planBattery(benchmark, models, { battery, seed, hashOf });
}

/** Options of `runPlan`. */
export interface RunPlanOptions {
  readonly journal: Journal;
  readonly filter: RequestFilter;
  readonly signal: AbortSignal;
  readonly progress: Progress;
}

/** What became of one model's requests. */
export interface ModelTally extends RunTally {
  readonly model: string;
}

/**
 * Asks what a journal has no outcome of, model by model, so that one is in memory at a time. A model
 * that can not be opened stops nothing: its requests stay open, with the reason.
 *
 * @throws {AuditError} if the journal can not be written.
 */
export async function runPlan(
  { requests }: BatteryPlan,
  models: readonly BatteryModel[],
  { journal, filter, signal, progress }: RunPlanOptions,
): Promise<readonly ModelTally[]> {
  const tallies: ModelTally[] = [];
  for (const model of models) {
    const open = requests.filter(
      (request) => request.model === model.name && isWanted(request, journal, filter),
    );
    if (open.length === 0 || signal.aborted) continue;
    tallies.push({ model: model.name, ...(await ask(model, open, { journal, signal, progress })) });
  }
  return tallies;
}

/** Whether a request is to be asked now: it has no outcome yet, and the filter lets it pass. */
export function isWanted(
  { key, model, condition }: PlannedRequest,
  journal: Pick<Journal, 'rowOf'>,
  { models, conditions, shard, retryFailed = false }: RequestFilter,
): boolean {
  const known = journal.rowOf(key);
  return (
    (known === undefined || (retryFailed && known.answer === undefined)) &&
    (models?.includes(model) ?? true) &&
    (conditions?.includes(condition) ?? true) &&
    (shard === undefined || isInShard(key, shard))
  );
}

async function ask(
  model: BatteryModel,
  requests: readonly PlannedRequest[],
  options: Omit<RunPlanOptions, 'filter'>,
): Promise<RunTally> {
  const engine = await model.open().catch((error: unknown) => {
    if (error instanceof AuditError) return error;
    throw error;
  });
  if (engine instanceof AuditError)
    return { answered: 0, failed: 0, left: requests.length, stopped: engine.message };
  try {
    return await runRequests(requests, engine, {
      ...options,
      promptOf: ({ stimulus }) => stimulusPrompt(stimulus),
      label: `Asking ${model.name}`,
    });
  } finally {
    await engine.close();
  }
}
