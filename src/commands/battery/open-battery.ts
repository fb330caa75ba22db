import { join, resolve } from 'node:path';
import type { Benchmark } from '../../benchmark/benchmark.ts';
import { AuditError } from '../../errors.ts';
import type { ModelCard } from '../../model-card/model-card.ts';
import type { Progress } from '../../progress.ts';
import { type BatteryModel, batteryModels, type RefusedModel } from '../../run/battery-models.ts';
import { type PlannedMedia, planRequests } from '../../run/plan-battery.ts';
import type { RequestFilter } from '../../run/request-filter.ts';
import { type BenchOptions, type ReadBenchmark, readBenchmark } from '../read-benchmark.ts';
import { readModels } from '../read-models.ts';
import type { Computes } from '../resolve-device.ts';
import { fileNameOf } from '../run-folder.ts';
import {
  type BatteryBearing,
  type BatteryOptions,
  requestFilter,
  requireBattery,
} from './battery-options.ts';

/** What the commands know when they have read the benchmark. */
export interface BatterySurroundings {
  readonly config: BatteryBearing;
  readonly filter: RequestFilter;
  readonly benchmark: Benchmark;
  readonly cards: readonly ModelCard[];
  readonly computes: Computes;
  /** Folder against which `--journal` counts. */
  readonly cwd: string;
  /** Part of the journal's name where several processes write one each. */
  readonly writer?: string;
  /** Folder that holds the journals. */
  readonly outDir: string;
  readonly modelCacheFolder: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly progress: Progress;
}

/** A battery that is planned. */
export interface PlannedBattery {
  readonly plan: PlannedMedia;
  readonly models: readonly BatteryModel[];
  readonly refused: readonly RefusedModel[];
  readonly filter: RequestFilter;
  readonly journalPath: string;
}

/**
 * Plans the battery of a config.
 *
 * @throws {AuditError} if no model of the config can be asked.
 */
export async function openBattery(
  options: BatteryOptions,
  surroundings: BatterySurroundings,
): Promise<PlannedBattery> {
  const { config, filter, benchmark, modelCacheFolder: cacheFolder } = surroundings;
  const { battery, seed } = config;
  const { models, refused } = batteryModels(config, {
    ...surroundings,
    ...surroundings.computes,
    cacheFolder,
    seed,
    // Workers keep one model of each name open.
    variants: options.queue === undefined,
  });
  if (models.length + refused.length === 0) throw nobodyToAsk();
  const plan = await planRequests(benchmark, models, {
    ...surroundings,
    battery,
    seed,
    cacheFolder,
  });
  const journalPath = journalPathOf(options, surroundings);
  return { plan, models, refused, filter, journalPath };
}

/** Where answers and judgments are kept. */
export function journalPathOf(
  { journal, shard }: Pick<BatteryOptions, 'journal' | 'shard'>,
  {
    benchmark,
    outDir,
    cwd,
    writer,
  }: Pick<BatterySurroundings, 'benchmark' | 'outDir' | 'cwd' | 'writer'>,
): string {
  return journal === undefined
    ? join(outDir, 'journals', journalName(benchmark, shard, writer))
    : resolve(cwd, journal);
}

/** `demo.jsonl`, `demo.shard-3-of-8.jsonl`, `demo.worker-node7-4711.jsonl` */
function journalName({ name }: Benchmark, shard?: string, writer?: string): string {
  const part = shard === undefined ? writer : `shard-${shard.replace('/', '-of-')}`;
  return [fileNameOf(name), ...(part === undefined ? [] : [part]), 'jsonl'].join('.');
}

function nobodyToAsk(): AuditError {
  return new AuditError({
    code: 'battery-empty',
    location: 'battery',
    problem: 'no model has a "path" or an "endpoint", so that there is nobody to ask',
    remedy: 'add one under "models", or take "battery" out: recorded answers need none',
  });
}

/** What a command that asks nobody here is given by the process it runs in. */
export interface CommandSurroundings {
  /** Folder against which relative paths of the command line count. */
  readonly cwd: string;
  readonly progress: Progress;
  readonly modelCacheFolder: string;
  /** Where API keys are looked up. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly writer?: string;
}

/** A battery with all that was read for it. */
export interface PreparedBattery {
  readonly config: BatteryBearing;
  readonly benchmark: Benchmark;
  readonly planned: PlannedBattery;
}

/**
 * Reads a benchmark and plans its battery, as `audit run` does.
 *
 * @throws {AuditError} for anything the user can mend.
 */
export async function prepareBattery(
  options: BenchOptions & BatteryOptions,
  computes: Computes,
  surroundings: CommandSurroundings,
): Promise<PreparedBattery> {
  const { cwd, progress } = surroundings;
  const read = await readBenchmark(options, cwd, progress);
  const config = requireBattery(read.config, options);
  const planned = await planBatteryOf({ ...read, config }, options, computes, surroundings);
  return { config, benchmark: read.benchmark, planned };
}

/** Plans the battery of a benchmark that has been read. */
export async function planBatteryOf(
  { config, benchmark, outDir }: ReadBenchmark & { readonly config: BatteryBearing },
  options: BatteryOptions,
  computes: Computes,
  surroundings: CommandSurroundings,
): Promise<PlannedBattery> {
  const filter = requestFilter(options, config);
  const { models: cards } = await readModels(config, benchmark, {
    ...surroundings,
    engineCheck: false,
    computes,
  });
  const all = { ...surroundings, config, filter, benchmark, cards, computes, outDir };
  return await openBattery(options, all);
}
