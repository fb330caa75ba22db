import type { Estimate, EvidenceTable } from '../../../src/audit/audit.ts';
import { estimateOf } from '../../../src/audit/estimate-of.ts';
import { shortP } from '../../../src/audit/wording.ts';
import type { JudgmentKind, Question } from '../question.ts';
import { type Coefficient, type Fit, fitDesign } from './additive-model.ts';
import { type FavourTerm, favourTerms } from './favour-terms.ts';
import { type PairModel, pairDesign } from './pair-design.ts';
import { type PairRows, pairRows } from './pair-rows.ts';
import { type ScoreModel, scoreDesign } from './score-design.ts';
import { type ScoreRows, scoreRows } from './score-rows.ts';

/** How much more a grader gives its kin than other graders give the same answers. */
export interface Favour {
  readonly design: JudgmentKind;
  readonly term: FavourTerm;
  readonly model: ScoreModel | PairModel;
  readonly coefficient: Coefficient;
  readonly fit: Fit;
  /** Of the scale, or of the pairs. */
  readonly estimate: Estimate;
}

/** The judgments that models are fitted on. */
export interface JudgedRows {
  readonly byScore: ScoreRows;
  readonly byPair: PairRows;
}

/** Fits for what they say besides the favour; undefined where there are no such judgments. */
export interface SpreadFits {
  readonly answers: Fit | undefined;
  /** With length held constant where enough lengths are known. */
  readonly items: Fit | undefined;
  /** Of pairs, without an effect of each. */
  readonly quality: Fit | undefined;
}

const otherScoreModels: readonly ScoreModel[] = ['standardised', 'own-length', 'items', 'people'];
const otherPairModels: readonly PairModel[] = ['own-length', 'any-order'];

/** What each model holds constant, in words. */
const modelTitles: Readonly<Record<ScoreModel | PairModel, string>> = {
  answers: 'every single answer, each grader’s leniency',
  standardised: 'the same, and each grader’s spread',
  'own-length': 'the same as what decides, and each grader’s own taste for length',
  items: 'item, grader, candidate, length',
  'items-of-any-length': 'item, grader, candidate',
  people: 'the same as what decides, and each grader’s agreement with people',
  pairs: 'every single pair, each grader’s taste for the first place',
  'any-order': 'every single pair; a place only where it is known',
  quality: 'candidate, length, each grader’s taste for the first place',
};

/** The favours that decide: the finest distinction of graders and families that the judgments can tell. */
export function mainFavours(rows: JudgedRows, question: Question): Favour[] {
  const { sets } = favourTerms(question);
  const main = [
    { design: 'scores', model: 'answers' },
    { design: 'pairs', model: 'pairs' },
  ] as const;
  return main.flatMap((explanation) => {
    for (const terms of sets) {
      const found = favoursIn(explanation, terms, rows, question);
      if (found.length > 0 && found.length === terms.length) return found;
    }
    return [];
  });
}

/** The favours of `main` with other things held constant. */
export function otherFavours(
  main: readonly Favour[],
  rows: JudgedRows,
  question: Question,
): Favour[] {
  const { together } = favourTerms(question);
  const termsOf = (design: JudgmentKind): readonly FavourTerm[] => {
    const terms = main.filter((one) => one.design === design).map(({ term }) => term);
    return terms.length > 0 ? terms : [together];
  };
  return [
    ...otherScoreModels.map((model) => ({ design: 'scores', model }) as const),
    ...otherPairModels.map((model) => ({ design: 'pairs', model }) as const),
  ].flatMap((explanation) => favoursIn(explanation, termsOf(explanation.design), rows, question));
}

/** What the full models say of length and of the spread of single judgments. */
export function spreadFits({ byScore, byPair }: JudgedRows, question: Question): SpreadFits {
  const { together } = favourTerms(question);
  const { level } = question.options;
  const fitOf = (model: ScoreModel): Fit | undefined =>
    fitDesign(scoreDesign(byScore, model, [together], question), level);
  return {
    answers: fitOf('answers'),
    items: fitOf('items') ?? fitOf('items-of-any-length'),
    quality: fitDesign(pairDesign(byPair, 'quality', [together], question), level),
  };
}

/** The judgments of both designs. */
export function judgedRows(question: Question): JudgedRows {
  return { byScore: scoreRows(question), byPair: pairRows(question) };
}

/** One way to explain the judgments of either design. */
type Explanation =
  | { readonly design: 'scores'; readonly model: ScoreModel }
  | { readonly design: 'pairs'; readonly model: PairModel };

/** What one model says of the terms that it can tell, from enough items. */
function favoursIn(
  explanation: Explanation,
  terms: readonly FavourTerm[],
  { byScore, byPair }: JudgedRows,
  question: Question,
): Favour[] {
  const { level, minItems } = question.options;
  const design =
    explanation.design === 'scores'
      ? scoreDesign(byScore, explanation.model, terms, question)
      : pairDesign(byPair, explanation.model, terms, question);
  const fit = fitDesign(design, level);
  if (fit === undefined) return [];
  return terms.flatMap((term) => {
    const coefficient = fit.terms.get(term.name);
    const n = fit.itemsOf.get(term.name) ?? 0;
    if (coefficient === undefined || n < minItems) return [];
    const { value, interval } = coefficient;
    const measured = { value, n, effectiveN: Math.min(n, fit.clusters), interval };
    const estimate = estimateOf(favourTitle(explanation.design, term), 'points', measured);
    return [{ ...explanation, term, coefficient, fit, estimate }];
  });
}

function favourTitle(design: JudgmentKind, { grader, answers }: FavourTerm): string {
  return design === 'scores'
    ? `${grader} gives ${answers} so many points of 100 more than other graders do`
    : `${grader} prefers ${answers} in so many of 100 pairs more than other graders do`;
}

/** The favour under every model, those that decide first. */
export function favourTable(main: readonly Favour[], others: readonly Favour[]): EvidenceTable {
  return {
    title: 'Favour for kin, and how far it depends on what is held constant',
    columns: [
      { key: 'design', title: 'Judgments' },
      { key: 'term', title: 'Favour for' },
      { key: 'constant', title: 'Held constant' },
      { key: 'favour', title: 'Favour' },
      { key: 'pValue', title: 'p' },
      { key: 'judgments', title: 'Judgments used' },
      { key: 'decides', title: 'Decides' },
    ],
    rows: [...main, ...others].map((one, index) => ({
      design: one.design,
      term: whose(one.term),
      constant: modelTitles[one.model],
      favour: one.estimate,
      pValue: shortP(one.coefficient.pValue),
      judgments: one.fit.rows,
      decides: index < main.length ? 'yes' : 'no',
    })),
    note: 'Points of 100 of the scale, or of 100 pairs. Least squares with errors clustered on items that share an image or a conversation; repeats are averaged. n: items in which kin and other graders judged the same. A favour that depends on what is held constant fails nothing. Intervals cover the items, not the choice of graders.',
  };
}

function whose({ answers, pools }: FavourTerm): string {
  return `${answers}: ${pools.length > 1 ? `average of ${pools.join(', ')}` : pools[0]}`;
}
