import type { Benchmark } from '../benchmark/benchmark.ts';
import type { ResolvedConfig } from '../benchmark/config.ts';
import { withLexicalGraders } from '../grading/lexical-graders.ts';
import type { RefusedModel } from '../run/battery-models.ts';
import type { ModelTally } from '../run/run-plan.ts';
import type { AskedBattery } from './battery/ask-battery.ts';
import { type BatteryOptions, requestFilter, requireBattery } from './battery/battery-options.ts';
import type { BatterySurroundings } from './battery/open-battery.ts';
import type { AskedGrading } from './grading/ask-graders.ts';
import { hasGraders } from './grading/grading-options.ts';

/** What the models and graders of a config came to. */
export interface Asked {
  /** The benchmark with all answers and judgments. */
  readonly benchmark: Benchmark;
  /** Absent where the config has none. */
  readonly battery?: AskedBattery;
  /** Absent where the config has no graders, or it did not come to that. */
  readonly grading?: AskedGrading;
}

/** What is to be asked, as far as the config and the command line say. */
export type Wanted = Pick<BatterySurroundings, 'config' | 'filter'>;

/**
 * The config's battery with what the command line wants of it; undefined without one.
 *
 * @throws {AuditError} if the command line wants what there is not.
 */
export function wantedBattery(options: BatteryOptions, config: ResolvedConfig): Wanted | undefined {
  const { models, conditions, repeat, shard, journal, queue } = options;
  const isWanted = [models, conditions, repeat, queue].some((option) => option !== undefined);
  const isShared = [shard, journal].some((option) => option !== undefined) && !hasGraders(config);
  if (config.battery === undefined && !isWanted && !isShared) return undefined;
  const bearing = requireBattery(config, options);
  return { config: bearing, filter: requestFilter(options, bearing) };
}

/** What asking needs to know besides the battery. */
export interface AskingSurroundings
  extends Omit<BatterySurroundings, 'config' | 'filter' | 'writer'> {
  readonly config: ResolvedConfig;
  readonly signal: AbortSignal;
  readonly onAsking?: () => void;
}

/**
 * Asks the models, then has their answers graded. A share of a battery is graded once all shares are
 * joined: pairs need answers of both.
 */
export async function askModels(
  wanted: Wanted | undefined,
  options: BatteryOptions,
  surroundings: AskingSurroundings,
): Promise<Asked> {
  const battery = wanted && (await runBattery(wanted, options, surroundings));
  const { config, signal } = surroundings;
  const benchmark = battery?.benchmark ?? surroundings.benchmark;
  const isPart = battery !== undefined && options.shard !== undefined;
  if (hasGraders(config) && !isPart && !signal.aborted) {
    // What was set aside for the battery is so for the grading too.
    const resumed = battery === undefined ? options : { ...options, resume: true };
    const grading = await runGrading(resumed, { ...surroundings, benchmark });
    return { benchmark: grading.benchmark, ...(battery && { battery }), grading };
  }
  const { judgments } = benchmark;
  return {
    benchmark: judgments
      ? { ...benchmark, judgments: withLexicalGraders(judgments, benchmark) }
      : benchmark,
    ...(battery && { battery }),
  };
}

/** Whether every model and grader could be asked, so that what is missing is not for want of it. */
export function couldAskAll({ battery, grading }: Omit<Asked, 'benchmark'>): boolean {
  return [battery, grading].every((one) => one === undefined || couldAsk(one));
}

function couldAsk({
  tallies,
  summary,
}: {
  readonly tallies: readonly ModelTally[];
  readonly summary: { readonly refused: readonly RefusedModel[] };
}): boolean {
  // A model of which every request failed was not asked either: its server is down, its media are gone.
  const silent = tallies.some(({ answered, failed }) => answered === 0 && failed > 0);
  const stopped = tallies.some((tally) => tally.stopped !== undefined);
  return !silent && !stopped && summary.refused.length === 0;
}

async function runBattery(
  { config, filter }: Wanted,
  options: BatteryOptions,
  surroundings: AskingSurroundings,
): Promise<AskedBattery> {
  // Without a battery nothing of the engine is loaded.
  const { openBattery } = await import('./battery/open-battery.ts');
  const { askBattery } = await import('./battery/ask-battery.ts');
  const all = { ...surroundings, config, filter };
  const planned = await openBattery(options, all);
  surroundings.onAsking?.();
  return await askBattery(planned, options, all);
}

async function runGrading(
  options: BatteryOptions,
  surroundings: AskingSurroundings,
): Promise<AskedGrading> {
  const { openGrading } = await import('./grading/open-grading.ts');
  const { askGraders } = await import('./grading/ask-graders.ts');
  // Graders compute here, whoever answered.
  const computes = { ...surroundings.computes, elsewhere: false };
  const planned = await openGrading(options, { ...surroundings, computes });
  surroundings.onAsking?.();
  return await askGraders(planned, options, surroundings);
}
