import type { RefusedModel } from '../../run/battery-models.ts';
import type { JournalContent } from '../../run/journal.ts';
import { hasGraders } from '../grading/grading-options.ts';
import { type GradingReport, planGradingReport } from '../grading/plan-grading-report.ts';
import { type BenchOptions, readBenchmark } from '../read-benchmark.ts';
import { resolveDevice } from '../resolve-device.ts';
import { contentOf } from './ask-in-journal.ts';
import { type BatteryOptions, requireBattery } from './battery-options.ts';
import {
  type CommandSurroundings,
  journalPathOf,
  type PlannedBattery,
  planBatteryOf,
} from './open-battery.ts';
import { type ModelPlan, planModel } from './plan-model.ts';

/** What a run would ask, and about how long it would take. */
export interface PlanReport {
  readonly benchmark: string;
  readonly testItems: number;
  readonly journal: string;
  /** Media that can't be read. */
  readonly missingMedia: readonly string[];
  readonly models: readonly ModelPlan[];
  readonly refused: readonly RefusedModel[];
  /** Of a config with graders. */
  readonly grading?: GradingReport;
}

/**
 * `audit plan`: every request that `audit run` would make, with what it will take. Media are hashed and
 * checkpoints opened; no model is asked.
 *
 * @throws {AuditError} for anything the user can mend.
 */
export async function planCommand(
  options: BenchOptions & BatteryOptions,
  surroundings: CommandSurroundings,
): Promise<PlanReport> {
  const { device } = options;
  // Where nothing is computed, a device that has a name need not be there.
  const computes = await resolveDevice(device, { elsewhere: device !== 'auto' });
  const read = await readBenchmark(options, surroundings.cwd, surroundings.progress);
  const { config, benchmark, outDir } = read;
  const battery =
    config.battery === undefined && hasGraders(config)
      ? undefined
      : await planBatteryOf(
          { ...read, config: requireBattery(config, options) },
          options,
          computes,
          surroundings,
        );
  const journal = journalPathOf(options, { ...surroundings, benchmark, outDir });
  const { rows } = await contentOf(journal);
  const all = { ...surroundings, ...read, computes, rows, ...(battery && { battery }) };
  return {
    benchmark: benchmark.name,
    testItems: benchmark.test.length,
    journal,
    missingMedia: battery?.plan.missingMedia ?? [],
    models: battery ? await planModels(battery, rows) : [],
    refused: battery?.refused ?? [],
    ...(hasGraders(config) && { grading: await planGradingReport(options, all) }),
  };
}

function planModels(
  { plan, models, filter }: PlannedBattery,
  rows: JournalContent['rows'],
): Promise<readonly ModelPlan[]> {
  return Promise.all(models.map((model) => planModel(model, plan, { filter, rows })));
}
