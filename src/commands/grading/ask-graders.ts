import type { Benchmark } from '../../benchmark/benchmark.ts';
import { withGrading } from '../../grading/grade-answers.ts';
import { type GradingSummary, summarizeGrading } from '../../grading/grading-summary.ts';
import { isInFilter } from '../../run/request-filter.ts';
import { runPlan } from '../../run/run-plan.ts';
import { type AskedRequests, askInJournal } from '../battery/ask-in-journal.ts';
import type { GradingOptions } from './grading-options.ts';
import type { GradingSurroundings, PlannedGrading } from './open-grading.ts';

/** What a grading that was run gives to the audits. */
export interface AskedGrading extends Omit<AskedRequests, 'rows'> {
  /** The benchmark with the judgments. */
  readonly benchmark: Benchmark;
  readonly summary: GradingSummary;
}

/**
 * Asks what is still open and joins all that the journal holds to the benchmark. A journal that is set
 * aside keeps what was not asked by this grading, such as the answers that are graded.
 */
export async function askGraders(
  { plan, graders, cards, refused, filter, journalPath: path }: PlannedGrading,
  options: GradingOptions,
  surroundings: Pick<GradingSurroundings, 'benchmark' | 'progress'> & {
    readonly signal: AbortSignal;
  },
): Promise<AskedGrading> {
  const { benchmark } = surroundings;
  const anew = new Set(
    plan.requests.filter((one) => isInFilter(one, filter)).map(({ key }) => key),
  );
  const place = {
    ...options,
    path,
    benchmark: benchmark.name,
    keeps: ({ key }: { readonly key: string }) => !anew.has(key),
  };
  const { rows, ...asked } = await askInJournal(place, (journal) =>
    runPlan(plan.requests, graders, { ...surroundings, journal, filter }),
  );
  return {
    ...asked,
    benchmark: withGrading(benchmark, plan, rows, refused),
    summary: summarizeGrading(plan, rows, { graders: cards, refused }),
  };
}
