import type { Benchmark } from '../../benchmark/benchmark.ts';
import { batteryResponses, journalInput } from '../../run/battery-answers.ts';
import { type BatterySummary, summarizeBattery } from '../../run/battery-summary.ts';
import { Journal, type JournalContent, readJournal } from '../../run/journal.ts';
import type { JournalRow } from '../../run/journal-row.ts';
import type { BatteryPlan } from '../../run/plan-battery.ts';
import { type ModelTally, runPlan } from '../../run/run-plan.ts';
import { askWorkers } from './ask-workers.ts';
import type { BatteryOptions } from './battery-options.ts';
import type { BatterySurroundings, PlannedBattery } from './open-battery.ts';

/** What a battery that was run gives to the audits. */
export interface AskedBattery {
  /** The benchmark with the battery's answers. */
  readonly benchmark: Benchmark;
  readonly summary: BatterySummary;
  readonly tallies: readonly ModelTally[];
  readonly journalPath: string;
  /** Lines of the journal that could not be read. */
  readonly broken: Journal['broken'];
}

/** Asks what is still open and joins all that the journal holds to the benchmark. */
export async function askBattery(
  planned: PlannedBattery,
  options: BatteryOptions,
  surroundings: Pick<BatterySurroundings, 'config' | 'benchmark' | 'environment' | 'progress'> & {
    readonly signal: AbortSignal;
  },
): Promise<AskedBattery> {
  const { plan, models, refused, journalPath } = planned;
  const { benchmark } = surroundings;
  const found = ({
    rows,
    broken,
  }: Pick<Journal, 'rows' | 'broken'>): Omit<AskedBattery, 'tallies'> => ({
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
        ? await runPlan(plan.requests, models, asking)
        : await askWorkers(planned, { ...options, queue }, asking);
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
    inputs: [...benchmark.inputs, journalInput(requests, rows, 'the battery')],
  };
}
