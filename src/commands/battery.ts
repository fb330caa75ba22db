import { join, resolve } from 'node:path';
import type { Benchmark } from '../benchmark/benchmark.ts';
import type { ResolvedConfig } from '../benchmark/config.ts';
import type { BatteryConfig } from '../benchmark/config-schema.ts';
import { type ConditionId, conditionIds } from '../conditions/condition.ts';
import { AuditError } from '../errors.ts';
import type { Device } from '../model/model.ts';
import type { ModelCard } from '../model-card/model-card.ts';
import type { Progress } from '../progress.ts';
import { batteryInput, batteryResponses } from '../run/battery-answers.ts';
import { type BatteryModel, batteryModels, type RefusedModel } from '../run/battery-models.ts';
import { type BatterySummary, summarizeBattery } from '../run/battery-summary.ts';
import { Journal, type JournalContent, readJournal } from '../run/journal.ts';
import type { JournalRow } from '../run/journal-row.ts';
import type { BatteryPlan } from '../run/plan-battery.ts';
import { type ModelTally, planRequests, type RequestFilter, runPlan } from '../run/run-battery.ts';
import { parseShard } from '../run/shard.ts';
import { runQueued } from './queue-run.ts';
import { fileNameOf } from './run-folder.ts';

/** Options of the commands that plan or run a battery, as the command line gives them. */
export interface BatteryOptions {
  readonly device?: Device | 'auto';
  /** False sets an earlier journal aside and begins a new one. */
  readonly resume?: boolean;
  readonly retryFailed?: boolean;
  /** False asks no model: what the journal holds counts all the same. */
  readonly ask?: boolean;
  /** Comma-separated names. */
  readonly models?: string;
  readonly conditions?: string;
  /** `3/8` */
  readonly shard?: string;
  readonly journal?: string;
  /** Address of a Redis server: workers there are asked instead of the models here. */
  readonly queue?: string;
}

/** What the commands know when they have read the benchmark. */
export interface BatterySurroundings {
  readonly config: ResolvedConfig & { readonly battery: BatteryConfig };
  readonly benchmark: Benchmark;
  readonly cards: readonly ModelCard[];
  /** What checkpoints compute on. */
  readonly device: Device;
  /** Whether workers on other machines compute. */
  readonly elsewhere?: boolean;
  /** Folder against which `--journal` counts. */
  readonly cwd: string;
  /** Folder that holds the journals. */
  readonly outDir: string;
  readonly modelCacheFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly progress: Progress;
}

/** A battery that is planned. */
export interface PlannedBattery {
  readonly plan: BatteryPlan;
  readonly models: readonly BatteryModel[];
  readonly refused: readonly RefusedModel[];
  readonly filter: RequestFilter;
  readonly journalPath: string;
}

/**
 * Plans the battery of a config.
 *
 * @throws {AuditError} for a model, condition or shard that there is not.
 */
export async function openBattery(
  options: BatteryOptions,
  surroundings: BatterySurroundings,
): Promise<PlannedBattery> {
  const { config, benchmark, outDir, modelCacheFolder: cacheFolder } = surroundings;
  const { battery, seed } = config;
  const filter = filterOf(options, config);
  const { models, refused } = batteryModels(config, {
    ...surroundings,
    cacheFolder,
    seed,
  });
  if (models.length + refused.length === 0) throw nobodyToAsk();
  const plan = await planRequests(benchmark, models, {
    ...surroundings,
    battery,
    seed,
    cacheFolder,
  });
  const journalPath =
    options.journal === undefined
      ? join(outDir, 'journals', journalName(benchmark, options))
      : resolve(surroundings.cwd, options.journal);
  return { plan, models, refused, filter, journalPath };
}

/** What a battery that was run gives to the audits. */
export interface RunBattery {
  /** The benchmark with the battery's answers. */
  readonly benchmark: Benchmark;
  readonly summary: BatterySummary;
  readonly tallies: readonly ModelTally[];
  readonly journalPath: string;
  /** Lines of the journal that could not be read. */
  readonly broken: Journal['broken'];
}

/** Asks what is still open and joins all that the journal holds to the benchmark. */
export async function runBattery(
  planned: PlannedBattery,
  options: BatteryOptions,
  surroundings: Pick<BatterySurroundings, 'config' | 'benchmark' | 'environment' | 'progress'> & {
    readonly signal: AbortSignal;
  },
): Promise<RunBattery> {
  const { plan, models, refused, journalPath } = planned;
  const { benchmark } = surroundings;
  const found = ({
    rows,
    broken,
  }: Pick<Journal, 'rows' | 'broken'>): Omit<RunBattery, 'tallies'> => ({
    benchmark: withAnswers(benchmark, plan, rows),
    summary: summarizeBattery(plan, rows, refused),
    journalPath,
    broken,
  });
  if (options.ask === false) return { ...found(await contentOf(journalPath)), tallies: [] };
  const journal = await Journal.open(journalPath, benchmark.name, {
    anew: options.resume === false,
  });
  try {
    const asking = { ...surroundings, journal, filter: planned.filter };
    const { queue } = options;
    const tallies =
      queue === undefined
        ? await runPlan(plan, models, asking)
        : await runQueued(planned, { ...options, queue }, asking);
    return { ...found(journal), tallies };
  } finally {
    await journal.close();
  }
}

/** What a journal holds, also while another process writes it; nothing if there is none yet. */
export async function contentOf(path: string): Promise<Pick<JournalContent, 'rows' | 'broken'>> {
  return await readJournal(path).catch((error: { code?: string }) => {
    if (error.code === 'file-missing') return { rows: new Map(), broken: [] };
    throw error;
  });
}

function withAnswers(
  benchmark: Benchmark,
  { requests }: BatteryPlan,
  rows: ReadonlyMap<string, JournalRow>,
): Benchmark {
  return {
    ...benchmark,
    responses: [...benchmark.responses, ...batteryResponses(requests, rows)],
    inputs: [...benchmark.inputs, batteryInput(requests, rows)],
  };
}

function filterOf(options: BatteryOptions, config: BatterySurroundings['config']): RequestFilter {
  const askable = Object.entries(config.models)
    .filter(([, { path, endpoint }]) => path !== undefined || endpoint !== undefined)
    .map(([name]) => name);
  const { models, conditions, shard, retryFailed } = options;
  return {
    ...(models !== undefined && { models: namesIn('--models', models, askable) }),
    ...(conditions !== undefined && {
      conditions: namesIn('--conditions', conditions, config.battery.conditions) as ConditionId[],
    }),
    ...(shard !== undefined && { shard: parseShard(shard) }),
    ...(retryFailed !== undefined && { retryFailed }),
  };
}

function namesIn(option: string, list: string, known: readonly string[]): readonly string[] {
  const names = list.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names;
  const isCondition = (conditionIds as readonly string[]).includes(unknown);
  throw new AuditError({
    code: 'battery-filter',
    location: `${option} ${list}`,
    problem: `"${unknown}" is not asked${isCondition ? ' in this config' : ''}`,
    remedy: `choose from ${known.join(', ')}`,
  });
}

function journalName({ name }: Benchmark, { shard }: BatteryOptions): string {
  const slug = fileNameOf(name);
  return shard === undefined
    ? `${slug}.jsonl`
    : `${slug}.shard-${shard.replace('/', '-of-')}.jsonl`;
}

function nobodyToAsk(): AuditError {
  return new AuditError({
    code: 'battery-empty',
    location: 'battery',
    problem: 'no model has a "path" or an "endpoint", so that there is nobody to ask',
    remedy: 'add one under "models", or take "battery" out: recorded answers need none',
  });
}
