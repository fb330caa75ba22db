import type { Benchmark } from '../../benchmark/benchmark.ts';
import { batteryResponses, journalInput } from '../../run/battery-answers.ts';
import { type BatterySummary, summarizeBattery } from '../../run/battery-summary.ts';
import type { JournalRow } from '../../run/journal-row.ts';
import type { BatteryPlan } from '../../run/plan-battery.ts';
import { runPlan } from '../../run/run-plan.ts';
import { type AskedRequests, askInJournal } from './ask-in-journal.ts';
import { askWorkers } from './ask-workers.ts';
import type { BatteryOptions } from './battery-options.ts';
import type { BatterySurroundings, PlannedBattery } from './open-battery.ts';

/** What a battery that was run gives to the audits. */
export interface AskedBattery extends Omit<AskedRequests, 'rows'> {
  /** The benchmark with the battery's answers. */
  readonly benchmark: Benchmark;
  readonly summary: BatterySummary;
}

/** Asks what is still open and joins all that the journal holds to the benchmark. */
export async function askBattery(
  planned: PlannedBattery,
  options: BatteryOptions,
  surroundings: Pick<BatterySurroundings, 'config' | 'benchmark' | 'environment' | 'progress'> & {
    readonly signal: AbortSignal;
  },
): Promise<AskedBattery> {
  const { plan, models, refused, journalPath: path } = planned;
  const { benchmark } = surroundings;
  const { queue } = options;
  const place = { ...options, path, benchmark: benchmark.name };
  const { rows, ...asked } = await askInJournal(place, (journal) => {
    const asking = { ...surroundings, journal, filter: planned.filter };
    return queue === undefined
      ? runPlan(plan.requests, models, asking)
      : askWorkers(planned, { ...options, queue }, asking);
  });
  return {
    ...asked,
    benchmark: withAnswers(benchmark, plan, rows),
    summary: summarizeBattery(plan, rows, refused),
  };
}

/** A benchmark with the answers that a journal holds of a battery. */
export function withAnswers(
  benchmark: Benchmark,
  { requests }: BatteryPlan,
  rows: ReadonlyMap<string, JournalRow>,
): Benchmark {
  return {
    ...benchmark,
    responses: [...benchmark.responses, ...batteryResponses(requests, rows)],
    inputs: [...benchmark.inputs, journalInput(requests, rows, 'the battery')],
  };
}
