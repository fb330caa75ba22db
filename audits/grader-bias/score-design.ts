import { columnOf, type Design, indicators, slopes, type Term } from './additive-model.ts';
import type { FavourTerm } from './favour-terms.ts';
import { countedRows, type Question } from './question.ts';
import { referenceFamilyOf } from './reference-author.ts';

/** Judgments by score whose grader and candidate have a known relation, row by row. */
export interface ScoreRows {
  /** Positions in the table of scores. */
  readonly rows: Uint32Array;
  /** u32[rows] each. */
  readonly grader: Uint32Array;
  readonly candidate: Uint32Array;
  readonly item: Uint32Array;
  readonly cluster: Uint32Array;
  /** f64[rows], shares of the scale. */
  readonly score: Float64Array;
  /** f64[rows], binary logarithms of the answers' lengths; undefined where too many are not known. */
  readonly length?: Float64Array;
}

/** Share of the answers whose length must be known for the length to be held constant. */
const enoughLengths = 0.9;

/** The judgments by score that the models are fitted on. */
export function scoreRows(question: Question): ScoreRows {
  const { judgments, graders, relations, clusterOf, lengthOf } = question;
  const { scores } = judgments;
  const related = countedRows(scores, graders).filter(
    (row) => relations.of[scores.grader[row]!]![scores.candidate[row]!] !== 'unknown',
  );
  const lengths = columnOf(related, (row) =>
    Math.log2(lengthOf(scores.item[row]!, scores.candidate[row]!) ?? Number.NaN),
  );
  const known = related.filter((_, index) => Number.isFinite(lengths[index]));
  const hasLengths = related.length > 0 && known.length >= enoughLengths * related.length;
  const rows = hasLengths ? known : related;
  const item = rows.map((row) => scores.item[row]!);
  return {
    rows,
    grader: rows.map((row) => scores.grader[row]!),
    candidate: rows.map((row) => scores.candidate[row]!),
    item,
    cluster: item.map((each) => clusterOf[each]!),
    score: columnOf(rows, (row) => scores.score[row]!),
    ...(hasLengths && { length: lengths.filter((each) => Number.isFinite(each)) }),
  };
}

/** What a model holds constant besides item, grader and candidate. */
export type ScoreModel = 'items' | 'answers' | 'own-length' | 'people';

/**
 * y = item + leniency of the grader + quality of the candidate + length + reference's author + kin.
 *
 * `answers` gives every answer an effect of its own instead of every item; `own-length` lets every
 * grader have its own taste for length; `people` holds constant what people gave the answer, with a
 * slope for each grader.
 */
export function scoreDesign(
  found: ScoreRows,
  model: ScoreModel,
  terms: readonly FavourTerm[],
  question: Question,
): Design {
  const { graders, candidates } = question.judgments;
  const rows = model === 'people' ? labelledRows(found, question) : found;
  const { grader, candidate, item, cluster, score } = rows;
  const length = rows.length && { name: 'length', values: rows.length };
  const gold = { values: goldOf(rows, question) };
  return {
    outcome: score,
    group:
      model === 'answers'
        ? item.map((each, row) => each * candidates.length + candidate[row]!)
        : item,
    cluster,
    nuisance: [
      ...indicators('grader', grader, graders),
      ...indicators('candidate', candidate, candidates),
      ...(length ? [length] : []),
      ...(length && model === 'own-length' ? slopes('length', length, grader, graders) : []),
      ...(model === 'people' ? slopes('people', gold, grader, graders) : []),
      ...referenceTerm(rows, question),
    ],
    wanted: terms.map((term) => kinTerm(term, rows)),
  };
}

/** 1 where grader and candidate are related so. */
function kinTerm(
  { name, holds }: FavourTerm,
  { grader, candidate }: Pick<ScoreRows, 'grader' | 'candidate'>,
): Term {
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

function goldOf({ rows }: ScoreRows, { judgments }: Question): Float64Array {
  return columnOf(rows, (row) => judgments.scores.gold[row]!);
}

function labelledRows(found: ScoreRows, question: Question): ScoreRows {
  const gold = goldOf(found, question);
  const labelled = <Values extends Uint32Array | Float64Array>(values: Values): Values =>
    values.filter((_, row) => !Number.isNaN(gold[row])) as Values;
  const { rows, grader, candidate, item, cluster, score, length } = found;
  return {
    rows: labelled(rows),
    grader: labelled(grader),
    candidate: labelled(candidate),
    item: labelled(item),
    cluster: labelled(cluster),
    score: labelled(score),
    ...(length && { length: labelled(length) }),
  };
}
