import type { Question } from '../question.ts';
import {
  columnOf,
  type Design,
  indicators,
  rowsWhere,
  slopes,
  type Term,
} from './additive-model.ts';
import type { FavourTerm } from './favour-terms.ts';
import { referenceFamilyOf } from './reference-author.ts';
import type { ScoreRows } from './score-rows.ts';

/** What a model of scores holds constant. */
export type ScoreModel =
  | 'answers'
  | 'items'
  | 'items-of-any-length'
  | 'own-length'
  | 'standardised'
  | 'people';

/** Share of the answers whose length must be known for a model of length. */
const enoughLengths = 0.9;

/**
 * y = answer + leniency of the grader + reference's author + kin: graders are compared on the very
 * same answers only (`answers`, which decides).
 *
 * `items` has an effect of each item, of the candidate and of length instead of each answer, and
 * `items-of-any-length` the same without length; `own-length` gives every grader its own taste for length; `standardised` gives all graders the same
 * spread; `people` holds constant what people gave the answer, with a slope for each grader.
 *
 * @returns Undefined where too few lengths or no labels are known.
 */
export function scoreDesign(
  all: ScoreRows,
  model: ScoreModel,
  terms: readonly FavourTerm[],
  question: Question,
): Design | undefined {
  const rows = rowsFor(model, all);
  if (rows === undefined) return undefined;
  const { graders, candidates } = question.judgments;
  const { grader, candidate, item, cluster } = rows;
  const length = { name: 'length', values: rows.length };
  const byItem = model === 'items' || model === 'items-of-any-length';
  return {
    outcome: model === 'standardised' ? standardised(rows, graders.length) : rows.score,
    group: byItem ? item : answersOf(rows, candidates.length),
    item,
    cluster,
    nuisance: [
      ...indicators('grader', grader, graders),
      ...(byItem ? indicators('candidate', candidate, candidates) : []),
      ...(model === 'items' ? [length] : []),
      ...(model === 'own-length' ? slopes('length', length, grader, graders) : []),
      ...(model === 'people' ? slopes('people', { values: rows.gold }, grader, graders) : []),
      ...referenceTerm(rows, question),
    ],
    wanted: terms.map((term) => kinTerm(term, rows)),
  };
}

function rowsFor(model: ScoreModel, all: ScoreRows): ScoreRows | undefined {
  const usesLength = model === 'items' || model === 'own-length';
  const needed = usesLength ? all.length : model === 'people' ? all.gold : undefined;
  const rows = needed ? rowsWhere(all, (row) => Number.isFinite(needed[row])) : all;
  const fewest = usesLength ? enoughLengths * all.item.length : 1;
  return rows.item.length > 0 && rows.item.length >= fewest ? rows : undefined;
}

/** Position of each row's answer. */
function answersOf({ item, candidate }: ScoreRows, candidates: number): Uint32Array {
  return item.map((each, row) => each * candidates + candidate[row]!);
}

/** Scores with every grader's mean and spread made those of all graders on average. */
function standardised({ grader, score }: ScoreRows, graders: number): Float64Array {
  const counts = new Float64Array(graders);
  const sums = new Float64Array(graders);
  const squares = new Float64Array(graders);
  for (const [row, each] of grader.entries()) {
    counts[each]! += 1;
    sums[each]! += score[row]!;
    squares[each]! += score[row]! ** 2;
  }
  const means = sums.map((sum, each) => sum / counts[each]!);
  const spreads = squares.map((square, each) =>
    Math.sqrt(Math.max(0, square / counts[each]! - means[each]! ** 2)),
  );
  const present = spreads.filter((spread) => spread > 0);
  const common = present.reduce((sum, spread) => sum + spread, 0) / present.length;
  return columnOf(grader, (each, row) =>
    spreads[each]! > 0 ? (common * (score[row]! - means[each]!)) / spreads[each]! : 0,
  );
}

/** 1 where grader and candidate are related so. */
function kinTerm({ name, holds }: FavourTerm, { grader, candidate }: ScoreRows): Term {
  return { name, values: columnOf(grader, (each, row) => Number(holds(each, candidate[row]!))) };
}

/** 1 where the grader is kin to who wrote the item's reference answer; told from leniency only where authors differ. */
function referenceTerm({ grader, item }: ScoreRows, question: Question): Term[] {
  const families = question.relations.graderFamilies;
  const author = referenceFamilyOf(question);
  const values = columnOf(grader, (each, row) => {
    const family = author(item[row]!);
    return family !== undefined && families[each] === family ? 1 : 0;
  });
  return values.some((each) => each === 1) ? [{ name: 'reference', values }] : [];
}
