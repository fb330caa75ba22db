import type { Estimate, EvidenceTable } from '../../src/audit/audit.ts';
import { estimateOf } from '../../src/audit/estimate-of.ts';
import { shortP } from '../../src/audit/wording.ts';
import { type Coefficient, type Fit, fit, type Term } from './additive-model.ts';
import {
  type PairModel,
  type PairRows,
  pairDesign,
  pairRows,
  relationDifference,
} from './pair-design.ts';
import type { Question } from './question.ts';
import type { Relation } from './relations.ts';
import {
  relationTerm,
  type ScoreModel,
  type ScoreRows,
  scoreDesign,
  scoreRows,
} from './score-design.ts';

/** `family`: kin that are not the same model; `kin`: either of the two. */
export type FavourTerm = 'self' | 'family' | 'kin';

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

const relationsOfTerm: Readonly<Record<FavourTerm, readonly Relation[]>> = {
  self: ['self'],
  family: ['kin'],
  kin: ['self', 'kin'],
};

const titles: Readonly<Record<FavourTerm, string>> = {
  self: 'its own answers',
  family: 'answers of its own family',
  kin: 'its own answers and those of its family',
};

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

/** One way to fit a model of either design. */
interface Fitter {
  readonly design: Favour['design'];
  readonly model: Favour['model'];
  /** u32[rows], positions of items. */
  readonly items: Uint32Array;
  fitTerms(names: readonly FavourTerm[]): Fit | undefined;
}

/** The favours that decide: apart for self and family where both can be told, else together. */
export function mainFavours(rows: JudgedRows, question: Question): Favour[] {
  const occurring = occurringTerms(question);
  return [scoreFitter(rows.byScore, 'items', question), pairFitter(rows.byPair, 'pairs', question)]
    .filter(({ items }) => items.length > 0)
    .flatMap((fitter) => {
      const apart = favoursIn(fitter, occurring, question);
      const isWhole = apart.length === occurring.length;
      return isWhole ? apart : favoursIn(fitter, [togetherTerm(occurring)], question);
    });
}

/** The same favour with other things held constant. */
export function otherFavours(rows: JudgedRows, question: Question): Favour[] {
  const occurring = occurringTerms(question);
  const fitters = [
    ...scoreModels.map((model) => scoreFitter(rows.byScore, model, question)),
    ...pairModels.map((model) => pairFitter(rows.byPair, model, question)),
  ];
  return fitters
    .filter(({ items }) => items.length > 0)
    .filter(({ model }) => (model !== 'items' && model !== 'pairs') || occurring.length > 1)
    .flatMap((fitter) => favoursIn(fitter, [togetherTerm(occurring)], question));
}

/** What the full models say of length and of the spread of single judgments. */
export function spreadFits(rows: JudgedRows, question: Question): SpreadFits {
  const together = [togetherTerm(occurringTerms(question))];
  const fitted = ({ items, fitTerms }: Fitter): Fit | undefined =>
    items.length > 0 ? fitTerms(together) : undefined;
  return {
    scores: fitted(scoreFitter(rows.byScore, 'items', question)),
    pairs: fitted(pairFitter(rows.byPair, 'pairs', question)),
    quality: fitted(pairFitter(rows.byPair, 'quality', question)),
  };
}

/** The judgments of both designs. */
export function judgedRows(question: Question): JudgedRows {
  return { byScore: scoreRows(question), byPair: pairRows(question) };
}

/** Self and family, as far as there are such graders and candidates. */
function occurringTerms({ graders, relations }: Question): FavourTerm[] {
  const found = new Set(graders.flatMap((grader) => relations.of[grader]!));
  return (['self', 'family'] as const).filter((term) =>
    relationsOfTerm[term].some((relation) => found.has(relation)),
  );
}

function togetherTerm(occurring: readonly FavourTerm[]): FavourTerm {
  const [only, ...rest] = occurring;
  return only === undefined || rest.length > 0 ? 'kin' : only;
}

function scoreFitter(rows: ScoreRows, model: ScoreModel, question: Question): Fitter {
  const { relations, options } = question;
  const term = (name: FavourTerm, from: ScoreRows): Term =>
    relationTerm(name, from, (grader, candidate) =>
      relationsOfTerm[name].includes(relations.of[grader]![candidate]!),
    );
  return {
    design: 'scores',
    model,
    items: rows.item,
    fitTerms: (names) =>
      fit(
        scoreDesign(rows, model, (from) => names.map((name) => term(name, from)), question),
        options.level,
      ),
  };
}

function pairFitter(rows: PairRows, model: PairModel, question: Question): Fitter {
  const { options } = question;
  const term = (name: FavourTerm, from: PairRows): Term =>
    relationDifference(name, from, question, (relation) =>
      relationsOfTerm[name].includes(relation),
    );
  return {
    design: 'pairs',
    model,
    items: rows.item,
    fitTerms: (names) =>
      fit(
        pairDesign(rows, model, (from) => names.map((name) => term(name, from)), question),
        options.level,
      ),
  };
}

/** What one fit says of the terms that it can tell. */
function favoursIn(
  { design, model, items, fitTerms }: Fitter,
  names: readonly FavourTerm[],
  { options }: Question,
): Favour[] {
  const n = new Set(items).size;
  if (n < options.minItems) return [];
  const result = fitTerms(names);
  if (result === undefined) return [];
  return names.flatMap((term) => {
    const coefficient = result.terms.get(term);
    if (coefficient === undefined) return [];
    const title =
      design === 'scores'
        ? `What a grader gives ${titles[term]} beyond what other graders give them`
        : `How much more often a grader prefers ${titles[term]} than other graders do`;
    const { value, interval } = coefficient;
    const measured = { value, n, effectiveN: result.clusters, interval };
    const estimate = estimateOf(title, 'score', measured);
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
      term: titles[one.term],
      constant: modelTitles[one.model],
      favour: one.estimate,
      pValue: shortP(one.coefficient.pValue),
      judgments: one.fit.rows,
      decides: index < main.length ? 'yes' : 'no',
    })),
    note: 'Points of 100 of the scale, or of 100 pairs. Least squares with an effect of every item (or pair of answers) taken out and errors clustered on items that share an image or a conversation. Agreement of the rows is worth more than any one of them. Intervals cover the items, not the choice of graders.',
  };
}
