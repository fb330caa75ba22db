import type { DemoItem } from './items.ts';
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
  };
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
