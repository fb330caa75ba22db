import { answersOf, controlAnswersOf, keepsLetterEvery, rotatedItems } from './answers.ts';
import type { DemoItem } from './items.ts';
import { judgmentsOf, plantedFavour } from './judgments.ts';
import { overlap, testCopy, trainCopies } from './pictures.ts';
import { unansweredIndex } from './write-files.ts';

/** A row of a data file; lines count from 1. */
export interface RowPlace {
  readonly file: string;
  readonly line: number;
}

/** The planted truth: what was put in, not what the audit says. */
export interface ExpectedFindings {
  /** Copies of training pictures in the test split. */
  readonly trainTestPairs: readonly { test: string; train: string; how: string }[];
  readonly withinTestPairs: readonly { first: string; second: string; how: string }[];
  readonly patientsInBothSplits: readonly string[];
  /** Test rows that show a copied picture: the others are the clean subset as far as pictures go. */
  readonly reusedTestItems: readonly RowPlace[];
  /** Test rows whose question is in train up to case, and those that also need punctuation dropped. */
  readonly verbatimQuestions: readonly RowPlace[];
  readonly normalisedQuestions: readonly RowPlace[];
  /** Test rows whose wording has no pattern in train. */
  readonly ownQuestions: readonly RowPlace[];
  readonly unansweredByCandidate: RowPlace;
  /** Closed questions that a model answers right with its picture and without, of those answered both ways. */
  readonly blind: Readonly<
    Record<'specialist' | 'finetuned', { items: number; right: number; rightBlind: number }>
  >;
  /** Questions asked under every rotation, and those on which the specialist keeps its letter. */
  readonly rotations: { readonly items: number; readonly keptLetter: number };
  /** Judgments of open answers, what one family's grader adds for its own, and what can't be used of them. */
  readonly judgments: {
    readonly count: number;
    readonly partialFamily: 'alder';
    readonly favourPoints: number;
    readonly unparsed: number;
    readonly outOfRange: number;
  };
}

/** Derives the truth from the lists that planted it. */
export function expectedFindings(items: readonly DemoItem[]): ExpectedFindings {
  const test = items.filter((item) => item.split === 'test');
  const train = items.filter((item) => item.split === 'train');
  const copies = new Set(trainCopies.map((copy) => copy.path));
  const places = placesOf(test);
  const where = (wanted: (item: DemoItem) => boolean): RowPlace[] =>
    test.filter(wanted).map((item) => places.get(item) as RowPlace);
  const exact = new Set(train.map((item) => folded(item)));
  const loose = new Set(train.map((item) => withoutPunctuation(item)));
  return {
    trainTestPairs: trainCopies.map(({ path, original, kind }) => ({
      test: path,
      train: original,
      how: kind,
    })),
    withinTestPairs: [{ first: testCopy.original, second: testCopy.path, how: testCopy.kind }],
    patientsInBothSplits: [overlap],
    reusedTestItems: where((item) => copies.has(item.picture)),
    verbatimQuestions: where((item) => exact.has(folded(item))),
    normalisedQuestions: where(
      (item) => !exact.has(folded(item)) && loose.has(withoutPunctuation(item)),
    ),
    ownQuestions: where((item) => item.pattern === undefined),
    unansweredByCandidate: places.get(test[unansweredIndex] as DemoItem) as RowPlace,
    blind: {
      specialist: blindCounts('specialist', items, test[unansweredIndex]),
      finetuned: blindCounts('finetuned', items),
    },
    rotations: {
      items: rotatedItems(items).filter((item) => item !== test[unansweredIndex]).length,
      keptLetter: rotatedItems(items).filter(
        (item, index) => index % keepsLetterEvery === 0 && item !== test[unansweredIndex],
      ).length,
    },
    judgments: judgmentCounts(items),
  };
}

function judgmentCounts(items: readonly DemoItem[]): ExpectedFindings['judgments'] {
  const judgments = judgmentsOf(answersOf(items));
  return {
    count: judgments.length,
    partialFamily: 'alder',
    favourPoints: plantedFavour,
    unparsed: judgments.filter(({ score }) => score === undefined).length,
    outOfRange: judgments.filter(({ score }) => (score ?? 0) > 10).length,
  };
}

function blindCounts(
  model: 'specialist' | 'finetuned',
  items: readonly DemoItem[],
  unanswered?: DemoItem,
): { items: number; right: number; rightBlind: number } {
  const real = answersOf(items)[model];
  const controls = controlAnswersOf(items);
  const none = controls.find((one) => one.model === model && one.condition === 'none')?.answers;
  const asked = items.filter(
    (item) => item.split === 'test' && item.task === 'closed' && item !== unanswered,
  );
  const rightIn = (answers: typeof real | undefined) =>
    asked.filter((item) =>
      answers?.some((answer) => answer.item === item && names(answer.text, item)),
    ).length;
  return { items: asked.length, right: rightIn(real), rightBlind: rightIn(none) };
}

/** Whether an answer names the right option by letter or wording, in any of the formats written. */
function names(text: string, { answer, options }: DemoItem): boolean {
  const wording = options[answer.charCodeAt(0) - 65];
  const letter = /^(?:The answer is |Answer: )?\(?([A-I])(?:\)|\.|$)/.exec(text)?.[1];
  return letter === undefined ? text === `${wording}.` : letter === answer;
}

function placesOf(test: readonly DemoItem[]): Map<DemoItem, RowPlace> {
  const lines = { closed: 0, open: 0 };
  return new Map(
    test.map((item) => {
      lines[item.task] += 1;
      return [item, { file: `data/test/${item.task}.jsonl`, line: lines[item.task] }];
    }),
  );
}

function folded({ question, options }: DemoItem): string {
  return [question, ...options].join('\n').toLowerCase();
}

function withoutPunctuation(item: DemoItem): string {
  return folded(item).replaceAll(/[^a-z0-9\s]/g, '');
}
