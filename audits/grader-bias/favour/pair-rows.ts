import { countedRows, type Question } from '../question.ts';
import { grouped, isTurned, pairCode, picked, toCanonical, unitMeans } from '../units.ts';
import { columnOf } from './additive-model.ts';

/**
 * Judgments of pairs whose grader has a known relation to both candidates, a row for each grader,
 * pair and order: repeats are averaged.
 */
export interface PairRows {
  /** u32[rows] each; `a` is the candidate that comes first in the table, wherever it was shown. */
  readonly grader: Uint32Array;
  readonly item: Uint32Array;
  readonly a: Uint32Array;
  readonly b: Uint32Array;
  readonly cluster: Uint32Array;
  /** f64[rows]: 1 where `a` was preferred, 0 where `b` was, 0.5 for a tie. */
  readonly preference: Float64Array;
  /** f64[rows]: 0.5 where `a` is known to have been shown first, -0.5 where `b` is, else 0. */
  readonly order: Float64Array;
}

/** The judgments that were read. */
export function pairRows(question: Question): PairRows {
  const { judgments, graders, relations, clusterOf } = question;
  const { pairs, candidates } = judgments;
  const rows = countedRows(pairs, graders).filter((row) => {
    const related = relations.of[pairs.grader[row]!]!;
    return related[pairs.first[row]!] !== 'unknown' && related[pairs.second[row]!] !== 'unknown';
  });
  const orderOf = (row: number): number => {
    if (pairs.orderKnown[row] === 0) return 0;
    return isTurned(pairs, row) ? -0.5 : 0.5;
  };
  const codeOf = (row: number): number => {
    const pair = pairCode(pairs, row, candidates.length);
    return (pair * judgments.graders.length + pairs.grader[row]!) * 3 + 2 * orderOf(row) + 1;
  };
  const { unitOf, first } = grouped(rows, codeOf);
  const item = picked(pairs.item, first);
  return {
    grader: picked(pairs.grader, first),
    item,
    a: first.map((row) => Math.min(pairs.first[row]!, pairs.second[row]!)),
    b: first.map((row) => Math.max(pairs.first[row]!, pairs.second[row]!)),
    cluster: picked(clusterOf, item),
    preference: unitMeans(rows, unitOf, first.length, (row) =>
      toCanonical(pairs, row, pairs.preference[row]!),
    ),
    order: columnOf(first, orderOf),
  };
}
