import { isScored, judgmentOutcomes } from '../../../src/judgments/judgments.ts';
import { countedRows, type Question } from '../question.ts';
import { grouped, picked, unitMeans } from '../units.ts';
import { columnOf } from './additive-model.ts';

/**
 * Judgments by score whose grader and candidate have a known relation, a row for each grader and
 * answer: repeats are averaged, so that what was asked often weighs no more.
 */
export interface ScoreRows {
  /** u32[rows] each. */
  readonly grader: Uint32Array;
  readonly candidate: Uint32Array;
  readonly item: Uint32Array;
  readonly cluster: Uint32Array;
  /** f64[rows], shares of the scale. */
  readonly score: Float64Array;
  /** f64[rows], what people gave the answer; NaN where nobody did. */
  readonly gold: Float64Array;
  /** f64[rows], binary logarithm of the answer's length; NaN where it is not at hand. */
  readonly length: Float64Array;
}

/** The judgments that were read. */
export function scoreRows(question: Question): ScoreRows {
  const { scores } = question.judgments;
  const rows = countedRows(scores, question.graders);
  return averaged(rows, (row) => scores.score[row]!, question);
}

/** 1 for each judgment that was read and 0 for one that was refused, unparsed or beyond the scale. */
export function readingRows(question: Question): ScoreRows {
  const { scores } = question.judgments;
  const counts = new Set(question.graders);
  const rows = Uint32Array.from(scores.outcome.keys()).filter((row) => {
    const outcome = judgmentOutcomes[scores.outcome[row]!]!;
    return outcome !== 'failed' && outcome !== 'empty-answer' && counts.has(scores.grader[row]!);
  });
  return averaged(rows, (row) => Number(isScored(scores.outcome[row]!)), question);
}

function averaged(
  all: Uint32Array,
  given: (row: number) => number,
  { judgments, relations, clusterOf, answerOf }: Question,
): ScoreRows {
  const { scores, candidates, items } = judgments;
  const rows = all.filter(
    (row) => relations.of[scores.grader[row]!]![scores.candidate[row]!] !== 'unknown',
  );
  const { unitOf, first } = grouped(
    rows,
    (row) =>
      (scores.grader[row]! * items.length + scores.item[row]!) * candidates.length +
      scores.candidate[row]!,
  );
  const item = picked(scores.item, first);
  const candidate = picked(scores.candidate, first);
  return {
    grader: picked(scores.grader, first),
    candidate,
    item,
    cluster: picked(clusterOf, item),
    score: unitMeans(rows, unitOf, first.length, given),
    gold: unitMeans(rows, unitOf, first.length, (row) => scores.gold[row]!),
    length: columnOf(item, (each, row) =>
      Math.log2(answerOf(each, candidate[row]!)?.lengthChars || Number.NaN),
    ),
  };
}
