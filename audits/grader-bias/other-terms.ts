import type { Estimate, EvidenceTable, Unavailable } from '../../src/audit/audit.ts';
import { estimateOf } from '../../src/audit/estimate-of.ts';
import type { Fit } from './additive-model.ts';
import type { SpreadFits } from './favour.ts';
import type { Question } from './question.ts';

/** What the full models say besides the favour: of length, and of who wrote the reference. */
export interface OtherTerm {
  readonly key: string;
  readonly design: 'scores' | 'pairs';
  readonly estimate: Estimate | Unavailable;
}

/** The effect of an answer's length and of kinship with the reference's author. */
export function otherTerms(
  { scores, quality }: SpreadFits,
  question: Question,
): readonly OtherTerm[] {
  const length = 'Each doubling of an answer’s length';
  const noLength = 'too many of the answers are not at hand, or none differ in length';
  return [
    ...(scores ? [termOf('scoresLength', length, scores, 'length', noLength)] : []),
    ...(quality ? [termOf('pairsLength', length, quality, 'length', noLength)] : []),
    ...(scores
      ? [
          termOf(
            'scoresReference',
            'A grader that is kin to who wrote the reference answer',
            scores,
            'reference',
            whyNoReference(question),
          ),
        ]
      : []),
  ];
}

function termOf(key: string, title: string, fit: Fit, name: string, why: string): OtherTerm {
  const design = key.startsWith('pairs') ? 'pairs' : 'scores';
  const found = fit.terms.get(name);
  if (found === undefined) {
    return { key, design, estimate: { kind: 'unavailable', title, reason: why } };
  }
  const { value, interval } = found;
  const measured = { value, n: fit.groups, effectiveN: fit.clusters, interval };
  return {
    key,
    design,
    estimate: estimateOf(
      title,
      'points',
      design === 'pairs' ? { ...measured, n: fit.rows } : measured,
    ),
  };
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
    note: 'Of the model that decides, except length in pairs: there candidates have an effect each and pairs have none, since graders see alike which of two answers is longer.',
  };
}
