import { parseConditionName } from '../../conditions/condition-name.ts';
import type { BatteryModel } from '../../run/battery-models.ts';
import { byCondition, type Estimate, estimate } from '../../run/estimate.ts';
import type { JournalContent } from '../../run/journal.ts';
import type { PlannedRequest } from '../../run/request.ts';
import { isWanted } from '../../run/request-filter.ts';
import type { BenchOptions } from '../read-benchmark.ts';
import { resolveDevice } from '../resolve-device.ts';
import { contentOf } from './ask-battery.ts';
import type { BatteryOptions } from './battery-options.ts';
import { type CommandSurroundings, type PlannedBattery, prepareBattery } from './open-battery.ts';

/** What a run would ask, and about how long it would take. */
export interface PlanReport {
  readonly benchmark: string;
  readonly testItems: number;
  readonly journal: string;
  /** Media that can't be read. */
  readonly missingMedia: readonly string[];
  readonly models: readonly ModelPlan[];
  readonly refused: PlannedBattery['refused'];
}

export interface ModelPlan {
  readonly model: string;
  /** Bytes of weights and key-value cache, without activations; null where the model runs elsewhere. */
  readonly memoryBytes: number | null;
  readonly conditions: readonly ConditionPlan[];
}

export interface ConditionPlan extends Estimate {
  readonly condition: string;
  /** Requests that are still to be asked. */
  readonly open: number;
  /** Requests that the journal has an outcome of, or that the filter leaves out. */
  readonly settled: number;
  /** Of the settled: requests that have failed. */
  readonly failed: number;
  /** Items that can't be asked so, by reason. */
  readonly notApplicable: Readonly<Record<string, number>>;
  /** US dollars, where the model has a price; null where it has none. */
  readonly cost: number | null;
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
  const { benchmark, planned } = await prepareBattery(options, computes, surroundings);
  const { rows } = await contentOf(planned.journalPath);
  return {
    benchmark: benchmark.name,
    testItems: benchmark.test.length,
    journal: planned.journalPath,
    missingMedia: planned.plan.missingMedia,
    models: await Promise.all(planned.models.map((model) => planModel(model, planned, rows))),
    refused: planned.refused,
  };
}

async function planModel(
  model: BatteryModel,
  { plan, filter }: PlannedBattery,
  rows: JournalContent['rows'],
): Promise<ModelPlan> {
  const journal = { rowOf: (key: string) => rows.get(key) };
  const answered = [...rows.values()].filter(
    (row) => row.model === model.name && row.answer !== undefined,
  );
  const groups = byCondition(plan.requests.filter((request) => request.model === model.name));
  const refusals = plan.notApplicable.filter((refused) => refused.model === model.name);
  const names = new Set([...groups.keys(), ...refusals.map(({ condition }) => condition)]);
  const conditions = Array.from(names, (condition): ConditionPlan => {
    const requests = groups.get(condition) ?? [];
    const open = requests.filter((request) => isWanted(request, journal, filter));
    const alike = answered.filter((row) => parseConditionName(row.condition)?.id === condition);
    const expected = estimate(open, alike, model.effort);
    const { price } = model;
    return {
      condition,
      open: open.length,
      settled: requests.length - open.length,
      failed: requests.filter(({ key }) => rows.get(key)?.failure !== undefined).length,
      ...expected,
      notApplicable: Object.fromEntries(
        refusals
          .filter((refused) => refused.condition === condition)
          .map(({ reason, items }) => [reason, items]),
      ),
      cost:
        price === undefined
          ? null
          : (expected.promptTokens * price.input + expected.newTokens * price.output) / 1e6,
    };
  });
  const longest = longestTokens(plan.requests);
  return { model: model.name, memoryBytes: (await model.memory(longest)) ?? null, conditions };
}

/** Tokens that the longest request may come to: a rough upper bound of what is kept of it. */
function longestTokens(requests: readonly PlannedRequest[]): number {
  return requests.reduce(
    (longest, { stimulus, decoding }) =>
      Math.max(
        longest,
        (stimulus.text.length + (stimulus.system?.length ?? 0)) / 3 +
          stimulus.media.length * 1024 +
          decoding.maxNewTokens,
      ),
    0,
  );
}
