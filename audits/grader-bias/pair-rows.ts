import { countedRows, type Question } from './question.ts';

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
  const { pairs } = judgments;
  const cells = new Map<string, { row: number; sum: number; count: number }>();
  for (const row of countedRows(pairs, graders)) {
    const [grader, first, second] = [pairs.grader[row]!, pairs.first[row]!, pairs.second[row]!];
    const related = relations.of[grader]!;
    if (related[first] === 'unknown' || related[second] === 'unknown') continue;
    const a = first < second ? pairs.preference[row]! : 1 - pairs.preference[row]!;
    const name = [grader, pairs.item[row], first, second, pairs.orderKnown[row]].join();
    const cell = cells.get(name);
    if (cell === undefined) cells.set(name, { row, sum: a, count: 1 });
    else {
      cell.sum += a;
      cell.count += 1;
    }
  }
  const found = [...cells.values()];
  const rows = Uint32Array.from(found, ({ row }) => row);
  const item = rows.map((row) => pairs.item[row]!);
  return {
    grader: rows.map((row) => pairs.grader[row]!),
    item,
    a: rows.map((row) => Math.min(pairs.first[row]!, pairs.second[row]!)),
    b: rows.map((row) => Math.max(pairs.first[row]!, pairs.second[row]!)),
    cluster: item.map((each) => clusterOf[each]!),
    preference: Float64Array.from(found, ({ sum, count }) => sum / count),
    order: Float64Array.from(rows, (row) => {
      if (pairs.orderKnown[row] === 0) return 0;
      return pairs.first[row]! > pairs.second[row]! ? -0.5 : 0.5;
    }),
  };
}
