import type { Benchmark, Item } from '../benchmark/benchmark.ts';
import type { GradingConfig, GradingPromptId } from '../benchmark/grading-config.ts';
import type { AskedModel } from '../run/plan-battery.ts';
import { type ModelRequest, requestKey } from '../run/request.ts';
import { type GradingPrompt, promptHash, renderPrompt } from './grading-prompt.ts';
import {
  type AnswersToJudgeOptions,
  answersToJudge,
  type JudgedQuestion,
} from './judged-answers.ts';
import { chosenPairs, type JudgedAnswers } from './judged-pairs.ts';
import { gradingPrompts } from './prompts/index.ts';

/** One judgment that is wanted: of one answer, or of two in the order in which they are shown. */
export interface PlannedJudgment {
  readonly grader: string;
  readonly prompt: GradingPromptId;
  readonly item: Item;
  readonly candidates: readonly [string] | readonly [first: string, second: string];
  /** Of its request, which others may share; undefined where an answer is empty: nothing is asked then. */
  readonly key: string | undefined;
}

/** Judgments that can't be asked for. */
export interface NotGraded {
  readonly grader: string;
  readonly prompt: GradingPromptId;
  readonly reason: string;
  readonly judgments: number;
}

export interface GradingPlan {
  readonly prompts: readonly GradingPrompt[];
  /** Grader by grader, prompt by prompt, in the order of the items. */
  readonly requests: readonly ModelRequest[];
  readonly judgments: readonly PlannedJudgment[];
  readonly notGraded: readonly NotGraded[];
  /** Judgments that any one grader is asked for, repeats each: those of empty answers are left out. */
  readonly eachGrader: number;
  /** Answers in which the candidate's name was hidden, by candidate. */
  readonly namesHidden: Readonly<Record<string, number>>;
}

/** Options of `planGrading`. */
export interface PlanGradingOptions extends Pick<AnswersToJudgeOptions, 'namesOf'> {
  readonly grading: GradingConfig;
  /** Of the order in which a pair stands where it is not shown in both. */
  readonly seed: number;
}

/** What the journal calls the questions to graders, repeats apart: `graded:pair`, `graded:pair#2`. */
export function gradingCondition(prompt: GradingPromptId, repeat: number = 1): string {
  return `graded:${prompt}${repeat === 1 ? '' : `#${repeat}`}`;
}

/**
 * Every judgment of a grading: graders x prompts x repeats x answers, and pairs of answers. Those for
 * which a grader would be sent the same text share a request.
 */
export function planGrading(
  benchmark: Pick<Benchmark, 'test' | 'models' | 'responses'>,
  graders: readonly Pick<AskedModel, 'name' | 'identity'>[],
  { grading, seed, namesOf }: PlanGradingOptions,
): GradingPlan {
  const { questions, namesHidden } = answersToJudge(benchmark, { ...grading, namesOf });
  const wanted = grading.prompts.map((id) =>
    wantedOf(gradingPrompts[id], questions, { benchmark, grading, seed }),
  );
  const planned = graders.flatMap((grader) =>
    wanted.map((one) => ({
      ...planPrompt(grader, one, grading),
      notGraded: notGraded(grader.name, one),
    })),
  );
  return {
    prompts: wanted.map(({ prompt }) => prompt),
    requests: planned.flatMap(({ requests }) => requests),
    judgments: planned.flatMap(({ judgments }) => judgments),
    notGraded: planned.flatMap((one) => one.notGraded),
    eachGrader:
      grading.repeats *
      wanted.reduce(
        (sum, { texts }) => sum + texts.filter(({ text }) => text !== undefined).length,
        0,
      ),
    namesHidden,
  };
}

type Grader = Pick<AskedModel, 'name' | 'identity'>;

/** What one grader is asked with one prompt. */
function planPrompt(
  grader: Grader,
  { prompt, texts }: WantedTexts,
  { repeats, maxNewTokens }: GradingConfig,
): Pick<GradingPlan, 'requests' | 'judgments'> {
  const planned = Array.from({ length: repeats }, (_, index) => index + 1).flatMap((repeat) =>
    texts.map(({ item, candidates, text }) => {
      const asking = { grader, prompt, repeat, maxNewTokens };
      const request = text === undefined ? undefined : requestOf(text, item, asking);
      const facts = { grader: grader.name, prompt: prompt.id, item, candidates };
      return { request, judgment: { ...facts, key: request?.key } };
    }),
  );
  return {
    requests: shared(planned.flatMap(({ request }) => request ?? [])),
    judgments: planned.map(({ judgment }) => judgment),
  };
}

/** Each request once, with all items that ask it. */
function shared(requests: readonly ModelRequest[]): readonly ModelRequest[] {
  const groups = new Map<string, ModelRequest>();
  for (const request of requests) {
    const items = [...(groups.get(request.key)?.items ?? []), ...request.items];
    groups.set(request.key, { ...request, items: [...new Set(items)] });
  }
  return [...groups.values()];
}

function notGraded(grader: string, { prompt, lacking }: WantedTexts): readonly NotGraded[] {
  const facts = { grader, prompt: prompt.id, judgments: lacking };
  return lacking === 0 ? [] : [{ ...facts, reason: 'the item has no reference answer' }];
}

/** What one prompt asks any grader. */
interface WantedTexts {
  readonly prompt: GradingPrompt;
  /** Whom a judgment is about, with what graders are sent; undefined where an answer is empty. */
  readonly texts: readonly (Pick<PlannedJudgment, 'item' | 'candidates'> & {
    readonly text: string | undefined;
  })[];
  /** Judgments that lack a reference. */
  readonly lacking: number;
}

/** Makes each text once for all graders. */
function wantedOf(
  prompt: GradingPrompt,
  questions: readonly JudgedQuestion[],
  options: Pick<PlanGradingOptions, 'grading' | 'seed'> & {
    readonly benchmark: Pick<Benchmark, 'models'>;
  },
): WantedTexts {
  const texts: WantedTexts['texts'][number][] = [];
  let lacking = 0;
  for (const judged of questions) {
    const { item, question, reference } = judged;
    const sets = answersOf(prompt, judged, options);
    if (prompt.usesReference && reference === undefined) {
      lacking += sets.length * options.grading.repeats;
      continue;
    }
    for (const answers of sets) {
      const isEmpty = answers.some((answer) => answer.text === '');
      const shown = { question, answers: answers.map((answer) => answer.text) };
      texts.push({
        item,
        candidates: answers.map((answer) => answer.candidate) as [string],
        text: isEmpty
          ? undefined
          : renderPrompt(prompt, { ...shown, ...(prompt.usesReference && { reference }) }),
      });
    }
  }
  return { prompt, texts, lacking };
}

/** The sets of answers to one item that a prompt is asked about. */
function answersOf(
  { asks }: GradingPrompt,
  { item, answers }: JudgedQuestion,
  {
    benchmark: { models },
    grading,
    seed,
  }: Pick<PlanGradingOptions, 'grading' | 'seed'> & {
    readonly benchmark: Pick<Benchmark, 'models'>;
  },
): readonly JudgedAnswers[] {
  if (asks.kind === 'score') return answers.map((answer) => [answer] as const);
  const isCandidate = (name: string): boolean =>
    models.some((model) => model.name === name && model.role === 'candidate');
  return chosenPairs(answers, { ...grading, isCandidate, seed, itemKey: item.key });
}

interface Asking {
  readonly grader: Grader;
  readonly prompt: GradingPrompt;
  readonly repeat: number;
  readonly maxNewTokens: number;
}

function requestOf(
  text: string,
  item: Item,
  { grader, prompt, repeat, maxNewTokens }: Asking,
): ModelRequest {
  const condition = gradingCondition(prompt.id, repeat);
  const decoding = { maxNewTokens, candidates: [] };
  const asked = [prompt.id, prompt.version, promptHash(prompt), text];
  const key = requestKey({ engine: grader.identity, condition, stimulus: asked, decoding });
  const stimulus = { media: [], text, options: [] };
  return { key, model: grader.name, condition, stimulus, decoding, items: [item] };
}
