import type { Estimate, EvidenceTable, Unavailable } from '../../../src/audit/audit.ts';
import { estimateOf } from '../../../src/audit/estimate-of.ts';
import type { JudgmentKind, Question } from '../question.ts';
import type { Fit } from './additive-model.ts';
import type { SpreadFits } from './favour.ts';

/** What the full models say besides the favour: of length, and of who wrote the reference. */
export interface OtherTerm {
  readonly key: string;
  readonly design: JudgmentKind;
  readonly estimate: Estimate | Unavailable;
}

/** The effect of an answer's length and of kinship with the reference's author. */
export function otherTerms(
  { answers, items, quality }: SpreadFits,
  question: Question,
): readonly OtherTerm[] {
  const length = (kind: string): string => `Each doubling of an answer’s length, ${kind}`;
  const noLength = 'too many of the answers are not at hand, or none differ in length';
  return [
    ...(answers ? [termOf('scoresLength', length('scores'), items, 'length', noLength)] : []),
    ...(quality ? [termOf('pairsLength', length('pairs'), quality, 'length', noLength)] : []),
    ...(answers
      ? [
          termOf(
            'scoresReference',
            'A grader that is kin to who wrote the reference answer',
            answers,
            'reference',
            whyNoReference(question),
          ),
        ]
      : []),
  ];
}

function termOf(
  key: string,
  title: string,
  fit: Fit | undefined,
  name: string,
  why: string,
): OtherTerm {
  const design = key.startsWith('pairs') ? 'pairs' : 'scores';
  const found = fit?.terms.get(name);
  if (fit === undefined || found === undefined) {
    return { key, design, estimate: { kind: 'unavailable', title, reason: why } };
  }
  const { value, interval } = found;
  if (interval.upper - interval.lower > 2) {
    const reason = `the judgments tell too little: its interval is wider than the whole scale`;
    return { key, design, estimate: { kind: 'unavailable', title, reason } };
  }
  const n = fit.itemsOf.get(name)!;
  const measured = { value, n, effectiveN: Math.min(n, fit.clusters), interval };
  return { key, design, estimate: estimateOf(title, 'points', measured) };
}

function whyNoReference({ kinship }: Question): string {
  if (kinship.references.length === 0 && kinship.referenceColumn === undefined) {
    return 'the config does not say who wrote the reference answers (kin.references)';
  }
  return 'can’t be told from the graders’ leniency: references need authors of several families, named by kin.referenceColumn';
}

/** Length and reference, for the card. */
export function otherTermsTable(terms: readonly OtherTerm[]): EvidenceTable {
  return {
    title: 'What else moves a judgment',
    columns: [
      { key: 'term', title: 'Held constant' },
      { key: 'design', title: 'Judgments' },
      { key: 'effect', title: 'Effect' },
    ],
    rows: terms.map(({ design, estimate }) => ({
      term: estimate.title,
      design,
      effect: estimate,
    })),
    note: 'Graders see alike how long an answer is, so that length is told by a model with an effect of each item and candidate (scores) or candidate alone (pairs); the reference’s author by the model that decides.',
  };
}
