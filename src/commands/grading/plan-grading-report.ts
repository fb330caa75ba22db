import type { Benchmark, Response } from '../../benchmark/benchmark.ts';
import { gradingCondition } from '../../grading/plan-grading.ts';
import type { RefusedModel } from '../../run/battery-models.ts';
import type { JournalContent } from '../../run/journal.ts';
import type { PlannedRequest } from '../../run/request.ts';
import { withAnswers } from '../battery/ask-battery.ts';
import type { PlannedBattery } from '../battery/open-battery.ts';
import { type ModelPlan, planModel } from '../battery/plan-model.ts';
import type { GradingOptions } from './grading-options.ts';
import { type GradingSurroundings, openGrading } from './open-grading.ts';

/** What graders would be asked. */
export interface GradingReport {
  readonly graders: readonly ModelPlan[];
  readonly refused: readonly RefusedModel[];
  /** Answers that are still to come from the models, and are taken to be as long as they may be. */
  readonly awaited: number;
}

/** What a grading is planned on. */
export interface GradingReportSurroundings extends GradingSurroundings {
  /** Whose answers count as well, those to come too. */
  readonly battery?: PlannedBattery;
  readonly rows: JournalContent['rows'];
}

/** A token spells about so many characters. */
const CHARACTERS_PER_TOKEN = 4;

/** Plans a grading of the answers that are there and of those that the battery will bring. */
export async function planGradingReport(
  options: GradingOptions,
  surroundings: GradingReportSurroundings,
): Promise<GradingReport> {
  const { battery, rows, config } = surroundings;
  const awaited = awaitedAnswers(battery?.plan.requests ?? [], rows, config.grading.tracks);
  const known: Benchmark = battery
    ? withAnswers(surroundings.benchmark, battery.plan, rows)
    : surroundings.benchmark;
  const benchmark = { ...known, responses: [...known.responses, ...awaited] };
  const { plan, graders, refused, filter } = await openGrading(options, {
    ...surroundings,
    benchmark,
  });
  const asked = {
    requests: plan.requests,
    notApplicable: plan.notGraded.map(({ grader, prompt, reason, judgments }) => ({
      model: grader,
      condition: gradingCondition(prompt),
      reason,
      items: judgments,
    })),
  };
  return {
    graders: await Promise.all(graders.map((grader) => planModel(grader, asked, { filter, rows }))),
    refused,
    awaited: awaited.length,
  };
}

/** Stand-ins for answers that the journal has no outcome of, each unlike all others. */
function awaitedAnswers(
  requests: readonly PlannedRequest[],
  rows: JournalContent['rows'],
  tracks: readonly string[],
): readonly Response[] {
  return requests.flatMap(({ key, model, condition, items, decoding: { maxNewTokens } }) =>
    condition !== 'real' || rows.has(key)
      ? []
      : items
          .filter(({ track }) => tracks.includes(track))
          .map((item) => ({
            model,
            condition,
            itemKey: item.key,
            text: maxNewTokens === 0 ? '' : key.padEnd(CHARACTERS_PER_TOKEN * maxNewTokens, '.'),
            truncated: false,
            source: item.source,
          })),
  );
}
