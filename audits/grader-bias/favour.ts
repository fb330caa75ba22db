import type { Estimate, EvidenceTable } from '../../src/audit/audit.ts';
import { estimateOf } from '../../src/audit/estimate-of.ts';
import { shortP } from '../../src/audit/wording.ts';
import { type Coefficient, type Fit, fitDesign } from './additive-model.ts';
import { type FavourTerm, favourTerms } from './favour-terms.ts';
import { type PairModel, type PairRows, pairDesign, pairRows } from './pair-design.ts';
import type { Question } from './question.ts';
import { type ScoreModel, type ScoreRows, scoreDesign, scoreRows } from './score-design.ts';

/** How much more a grader gives its kin than other graders give the same answers. */
export interface Favour {
  readonly design: 'scores' | 'pairs';
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
  readonly scores: Fit | undefined;
  readonly pairs: Fit | undefined;
  /** Of pairs, without an effect of each. */
  readonly quality: Fit | undefined;
}

const scoreModels: readonly ScoreModel[] = ['items', 'answers', 'own-length', 'people'];
const pairModels: readonly PairModel[] = ['pairs', 'own-length'];

/** What each model holds constant, in words. */
export const modelTitles: Readonly<Record<ScoreModel | PairModel, string>> = {
  items: 'item, grader, candidate, length',
  answers: 'every single answer, grader',
  'own-length': 'the same, and each grader’s own taste for length',
  people: 'the same, and what people gave the answer',
  pairs: 'every single pair, each grader’s taste for the first place',
  quality: 'candidate, length, each grader’s taste for the first place',
};

/** One way to explain the judgments of either design. */
interface Explanation {
  readonly design: Favour['design'];
  readonly model: Favour['model'];
  /** u32[rows], positions of items. */
  readonly items: Uint32Array;
  readonly explain: (terms: readonly FavourTerm[]) => Fit | undefined;
}

/** The favours that decide: the finest distinction of self and families that the judgments can tell. */
export function mainFavours(rows: JudgedRows, question: Question): Favour[] {
  const { sets } = favourTerms(question);
  return [scoresBy('items', rows, question), pairsBy('pairs', rows, question)].flatMap(
    (explanation) => {
      for (const terms of sets) {
        const found = favoursIn(explanation, terms, question);
        if (found.length === terms.length) return found;
      }
      return [];
    },
  );
}

/** All kinship in one term, with other things held constant; without what `main` holds already. */
export function otherFavours(
  main: readonly Favour[],
  rows: JudgedRows,
  question: Question,
): Favour[] {
  const { together } = favourTerms(question);
  const explanations = [
    ...scoreModels.map((model) => scoresBy(model, rows, question)),
    ...pairModels.map((model) => pairsBy(model, rows, question)),
  ];
  const isMain = ({ design, model }: Explanation): boolean =>
    main.some(
      (one) => one.design === design && one.model === model && one.term.name === together.name,
    );
  return explanations
    .filter((explanation) => !isMain(explanation))
    .flatMap((explanation) => favoursIn(explanation, [together], question));
}

/** What the full models say of length and of the spread of single judgments. */
export function spreadFits(rows: JudgedRows, question: Question): SpreadFits {
  const { together } = favourTerms(question);
  return {
    scores: scoresBy('items', rows, question).explain([together]),
    pairs: pairsBy('pairs', rows, question).explain([together]),
    quality: pairsBy('quality', rows, question).explain([together]),
  };
}

/** The judgments of both designs. */
export function judgedRows(question: Question): JudgedRows {
  return { byScore: scoreRows(question), byPair: pairRows(question) };
}

function scoresBy(model: ScoreModel, { byScore }: JudgedRows, question: Question): Explanation {
  return {
    design: 'scores',
    model,
    items: byScore.item,
    explain: (terms) =>
      fitDesign(scoreDesign(byScore, model, terms, question), question.options.level),
  };
}

function pairsBy(model: PairModel, { byPair }: JudgedRows, question: Question): Explanation {
  return {
    design: 'pairs',
    model,
    items: byPair.item,
    explain: (terms) =>
      fitDesign(pairDesign(byPair, model, terms, question), question.options.level),
  };
}

/** What one fit says of the terms that it can tell. */
function favoursIn(
  { design, model, items, explain }: Explanation,
  terms: readonly FavourTerm[],
  { options }: Question,
): Favour[] {
  const n = new Set(items).size;
  if (n < options.minItems) return [];
  const result = explain(terms);
  if (result === undefined) return [];
  return terms.flatMap((term) => {
    const coefficient = result.terms.get(term.name);
    if (coefficient === undefined) return [];
    const title =
      design === 'scores'
        ? `${term.grader} gives ${term.answers} more than other graders do by`
        : `${term.grader} prefers ${term.answers} more often than other graders do by`;
    const { value, interval } = coefficient;
    const measured = { value, n, effectiveN: result.clusters, interval };
    const estimate = estimateOf(title, 'points', measured);
    return [{ design, model, term, coefficient, fit: result, estimate }];
  });
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
      design: one.design === 'scores' ? 'scores' : 'pairs',
      term: whose(one.term),
      constant: modelTitles[one.model],
      favour: one.estimate,
      pValue: shortP(one.coefficient.pValue),
      judgments: one.fit.rows,
      decides: index < main.length ? 'yes' : 'no',
    })),
    note: 'Points of 100 of the scale, or of 100 pairs. Least squares with an effect of every item (or pair of answers) taken out and errors clustered on items that share an image or a conversation. Agreement of the rows is worth more than any one of them. Intervals cover the items, not the choice of graders.',
  };
}

function whose({ grader, answers }: FavourTerm): string {
  return grader === 'A grader' ? answers : `${answers}: ${grader.split(' ').at(-1)}`;
}
