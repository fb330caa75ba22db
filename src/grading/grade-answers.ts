import type { Benchmark } from '../benchmark/benchmark.ts';
import { joinJudgments } from '../judgments/join-judgments.ts';
import { judgedItem } from '../judgments/judged-items.ts';
import type { Judgments } from '../judgments/judgments.ts';
import { JudgmentsBuilder } from '../judgments/judgments-builder.ts';
import { journalInput } from '../run/battery-answers.ts';
import type { RefusedModel } from '../run/battery-models.ts';
import type { JournalRow } from '../run/journal-row.ts';
import { answersAsIs } from './answers-as-is.ts';
import { judgmentOf } from './judgment-of.ts';
import { withLexicalGraders } from './lexical-graders.ts';
import { openJudgments } from './open-judgments.ts';
import type { GradingPlan } from './plan-grading.ts';

/** Where judgments that a run asked for come from, as results name it. */
const FILE = 'grading';

/**
 * A benchmark with the judgments that a journal holds of a plan beside its recorded ones, and with
 * those of the lexical graders. What is open is counted.
 *
 * @param refused Graders that could not be asked: all of theirs is open.
 */
export function withGrading(
  benchmark: Benchmark,
  plan: GradingPlan,
  rows: ReadonlyMap<string, JournalRow>,
  refused: readonly Pick<RefusedModel, 'name'>[] = [],
): Benchmark {
  const open = openJudgments(plan, rows, refused);
  const isOpen = Object.keys(open).length > 0;
  const asked = { ...askedJudgments(benchmark, plan, rows), ...(isOpen && { open }) };
  const { judgments: recorded } = benchmark;
  const judgments = recorded === undefined ? asked : joinJudgments(recorded, asked);
  return {
    ...benchmark,
    ...((isOpen || judgments.scores.length + judgments.pairs.length > 0) && {
      judgments: withLexicalGraders(judgments, benchmark),
    }),
    inputs: [...benchmark.inputs, journalInput(plan.requests, rows, 'the grading')],
  };
}

/** What is still open is no judgment; line n is the nth judgment of the plan. */
function askedJudgments(
  { responses, subsets, labels }: Benchmark,
  plan: GradingPlan,
  rows: ReadonlyMap<string, JournalRow>,
): Judgments {
  const builder = new JudgmentsBuilder();
  const graded = new Map<string, JudgedItem>();
  for (const [index, judgment] of plan.judgments.entries()) {
    const read = judgmentOf(judgment, rows);
    if (read === undefined) continue;
    const item = judgedItem(judgment.item, subsets[0]);
    graded.set(item.key, item);
    const [first, second] = judgment.candidates;
    const given = { grader: judgment.grader, item, outcome: read.outcome };
    const place = { file: FILE, line: index + 1 };
    const { share } = read;
    if (second === undefined)
      builder.addScore({
        ...given,
        ...place,
        candidate: first,
        ...(share !== undefined && { score: share }),
      });
    else
      builder.addPair({
        ...given,
        ...place,
        first,
        second,
        orderKnown: true,
        ...(share !== undefined && { preference: share }),
      });
  }
  addAnswers(builder, graded, responses);
  const scale = plan.prompts.find(({ asks }) => asks.kind === 'score')?.asks;
  return builder.build({
    scale: scale?.kind === 'score' ? scale.scale : { lower: 0, upper: 1 },
    ...(labels && { labels }),
  });
}

/** The answers to the items that were judged, whoever was asked about them. */
function addAnswers(
  builder: JudgmentsBuilder,
  graded: ReadonlyMap<string, JudgedItem>,
  responses: Benchmark['responses'],
): void {
  for (const [model, texts] of answersAsIs(responses)) {
    for (const [itemKey, text] of texts) {
      const item = graded.get(itemKey);
      if (item) builder.addAnswer(item, model, text);
    }
  }
}

type JudgedItem = ReturnType<typeof judgedItem>;
