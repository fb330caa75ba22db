import { judgmentOutcomes } from '../../src/judgments/judgments.ts';
import { countedRows, type Question } from './question.ts';

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
  return averaged(rows, (row) => Number(scores.outcome[row] === 0), question);
}

function averaged(
  rows: Uint32Array,
  given: (row: number) => number,
  { judgments, relations, clusterOf, lengthOf }: Question,
): ScoreRows {
  const { scores, candidates, items } = judgments;
  const cells = new Map<number, number>();
  const firsts: number[] = [];
  const sums: number[] = [];
  const counts: number[] = [];
  for (const row of rows) {
    const [grader, candidate] = [scores.grader[row]!, scores.candidate[row]!];
    if (relations.of[grader]![candidate] === 'unknown') continue;
    const code = (grader * items.length + scores.item[row]!) * candidates.length + candidate;
    let cell = cells.get(code);
    if (cell === undefined) {
      cell = firsts.length;
      cells.set(code, cell);
      firsts.push(row);
      sums.push(0);
      counts.push(0);
    }
    sums[cell]! += given(row);
    counts[cell]! += 1;
  }
  const kept = Uint32Array.from(firsts);
  const item = kept.map((row) => scores.item[row]!);
  const candidate = kept.map((row) => scores.candidate[row]!);
  return {
    grader: kept.map((row) => scores.grader[row]!),
    candidate,
    item,
    cluster: item.map((each) => clusterOf[each]!),
    score: Float64Array.from(sums, (sum, cell) => sum / counts[cell]!),
    gold: Float64Array.from(firsts, (row) => scores.gold[row]!),
    length: Float64Array.from(firsts, (_, row) =>
      Math.log2(lengthOf(item[row]!, candidate[row]!) ?? Number.NaN),
    ),
  };
}
