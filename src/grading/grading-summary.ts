import type { GradingPromptId } from '../benchmark/grading-config.ts';
import { type JudgmentOutcome, judgmentOutcomes } from '../judgments/judgments.ts';
import type { ModelCard } from '../model-card/model-card.ts';
import type { RefusedModel } from '../run/battery-models.ts';
import { countOutcomes, type OutcomeCounts, total } from '../run/count-outcomes.ts';
import type { JournalRow } from '../run/journal-row.ts';
import { promptHash } from './grading-prompt.ts';
import { judgmentOf } from './judgment-of.ts';
import { openJudgments } from './open-judgments.ts';
import type { GradingPlan, PlannedJudgment } from './plan-grading.ts';

/** How far the grading has come, as a report shows it. */
export interface GradingSummary {
  /** What graders were asked, with what tells the exact text. */
  readonly prompts: readonly PromptRecord[];
  /** Graders that can be asked, in the order of the config. */
  readonly graders: readonly GraderCard[];
  /** One a grader and prompt. */
  readonly rows: readonly GradingSummaryRow[];
  /** Graders that could not be asked at all. */
  readonly refused: readonly RefusedModel[];
  /** Answers in which a candidate's own name was hidden, by candidate; those without any are left out. */
  readonly namesHidden: Readonly<Record<string, number>>;
  /** Judgments without an outcome by grader, those that could not be asked included; absent where none is open. */
  readonly open?: Readonly<Record<string, number>>;
  /** Requests that have neither been answered nor failed. */
  readonly left: number;
  readonly failed: number;
}

/** Which text a prompt was. */
export interface PromptRecord {
  readonly id: GradingPromptId;
  /** What people read: "Score of 0 to 10, with the reference answer". */
  readonly title: string;
  readonly version: number;
  /** First 12 hex digits of the SHA-256 of its template. */
  readonly hash: string;
}

/** What answers for a grader: the server, or the checkpoint as this build runs it. */
export type GraderCard = Pick<ModelCard, 'name' | 'family' | 'endpoint' | 'checkpoint'>;

/** Of one grader and prompt. Requests: answers with the same text to one item share one, empty ones need none. */
export interface GradingSummaryRow extends OutcomeCounts {
  readonly grader: string;
  readonly prompt: GradingPromptId;
  /** Counted in judgments, repeats and both orders of a pair each: what came of those that are settled. */
  readonly judgments: Readonly<Record<JudgmentOutcome, number>>;
  /** Judgments that can't be asked for, by reason. */
  readonly notApplicable: Readonly<Record<string, number>>;
}

/**
 * Counts what became of a plan's requests and judgments.
 *
 * @param options graders and refused as they are shown.
 */
export function summarizeGrading(
  plan: GradingPlan,
  rows: ReadonlyMap<string, JournalRow>,
  { graders, refused }: Pick<GradingSummary, 'graders' | 'refused'>,
): GradingSummary {
  const groups = new Map<string, PlannedJudgment[]>();
  const nameOf = (grader: string, prompt: string): string => JSON.stringify([grader, prompt]);
  for (const { name } of graders)
    for (const { id } of plan.prompts) groups.set(nameOf(name, id), []);
  for (const judgment of plan.judgments)
    groups.get(nameOf(judgment.grader, judgment.prompt))!.push(judgment);
  const counted = graders.flatMap(({ name: grader }) =>
    plan.prompts.map(
      ({ id: prompt }): GradingSummaryRow => ({
        grader,
        prompt,
        ...countGroup(groups.get(nameOf(grader, prompt))!, rows),
        notApplicable: Object.fromEntries(
          plan.notGraded
            .filter((one) => one.grader === grader && one.prompt === prompt)
            .map(({ reason, judgments }) => [reason, judgments]),
        ),
      }),
    ),
  );
  const open = openJudgments(plan, rows, refused);
  return {
    prompts: plan.prompts.map((prompt) => ({
      id: prompt.id,
      title: prompt.title,
      version: prompt.version,
      hash: promptHash(prompt),
    })),
    graders,
    rows: counted,
    refused,
    namesHidden: plan.namesHidden,
    ...(Object.keys(open).length > 0 && { open }),
    left: counted.reduce((sum, { left }) => sum + left, 0),
    failed: counted.reduce((sum, { failed }) => sum + total(failed), 0),
  };
}

/** What one grader made of one prompt. */
function countGroup(
  judgments: readonly PlannedJudgment[],
  rows: ReadonlyMap<string, JournalRow>,
): Omit<GradingSummaryRow, 'grader' | 'prompt' | 'notApplicable'> {
  const outcomes = Object.fromEntries(judgmentOutcomes.map((outcome) => [outcome, 0])) as Record<
    JudgmentOutcome,
    number
  >;
  for (const judgment of judgments) {
    const outcome = judgmentOf(judgment, rows)?.outcome;
    if (outcome !== undefined) outcomes[outcome] += 1;
  }
  const keys = new Set(judgments.flatMap(({ key }) => key ?? []));
  return { ...countOutcomes(keys, rows), judgments: outcomes };
}
