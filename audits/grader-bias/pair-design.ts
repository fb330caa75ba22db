import { columnOf, type Design, indicators, slopes, type Term } from './additive-model.ts';
import type { FavourTerm } from './favour-terms.ts';
import { countedRows, type Question } from './question.ts';

/** Judgments of pairs whose grader has a known relation to both candidates, row by row. */
export interface PairRows {
  /** Positions in the table of pairs. */
  readonly rows: Uint32Array;
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

/** The judgments of pairs that the models are fitted on. */
export function pairRows(question: Question): PairRows {
  const { judgments, graders, relations, clusterOf } = question;
  const { pairs } = judgments;
  const rows = countedRows(pairs, graders).filter((row) => {
    const related = relations.of[pairs.grader[row]!]!;
    return related[pairs.first[row]!] !== 'unknown' && related[pairs.second[row]!] !== 'unknown';
  });
  const isTurned = (row: number): boolean => pairs.first[row]! > pairs.second[row]!;
  const item = rows.map((row) => pairs.item[row]!);
  return {
    rows,
    grader: rows.map((row) => pairs.grader[row]!),
    item,
    a: rows.map((row) => Math.min(pairs.first[row]!, pairs.second[row]!)),
    b: rows.map((row) => Math.max(pairs.first[row]!, pairs.second[row]!)),
    cluster: item.map((each) => clusterOf[each]!),
    preference: columnOf(rows, (row) =>
      isTurned(row) ? 1 - pairs.preference[row]! : pairs.preference[row]!,
    ),
    order: columnOf(rows, (row) => {
      if (pairs.orderKnown[row] === 0) return 0;
      return isTurned(row) ? -0.5 : 0.5;
    }),
  };
}

/** What a model of pairs holds constant. */
export type PairModel = 'pairs' | 'own-length' | 'quality';

/**
 * Preference for `a` = pair of answers + the grader's taste for the first place + kin.
 *
 * Linear in the probability. The pair's own effect holds constant which answer is better, and all
 * else that graders see alike; leniency cancels. `own-length` lets every grader have its own taste
 * for length. `quality` has no effect of the pair, but one of each candidate and one of length, which
 * is how a common taste for length can be told at all.
 */
export function pairDesign(
  rows: PairRows,
  model: PairModel,
  terms: readonly FavourTerm[],
  question: Question,
): Design {
  const { graders, candidates } = question.judgments;
  const { grader, item, a, b, cluster, preference, order } = rows;
  const length = { name: 'length', values: lengthRatio(rows, question) };
  const lengthKnown = length.values.every(Number.isFinite);
  return {
    outcome: preference,
    group: model === 'quality' ? new Uint32Array(item.length) : pairGroups(rows, candidates.length),
    cluster,
    nuisance: [
      ...slopes('position', { values: order }, grader, graders),
      ...(model === 'quality' ? qualityTerms(a, b, candidates) : []),
      ...(lengthKnown && model !== 'pairs' ? [length] : []),
      ...(lengthKnown && model === 'own-length' ? slopes('length', length, grader, graders) : []),
    ],
    wanted: terms.map((term) => kinDifference(term, rows)),
  };
}

/** 1 where only `a` is related so, -1 where only `b` is. */
function kinDifference({ name, holds }: FavourTerm, { grader, a, b }: PairRows): Term {
  return {
    name,
    values: columnOf(
      grader,
      (each, row) => Number(holds(each, a[row]!)) - Number(holds(each, b[row]!)),
    ),
  };
}

function pairGroups({ item, a, b }: PairRows, candidates: number): Uint32Array {
  const codes = new Map<number, number>();
  return item.map((each, row) => {
    const name = (each * candidates + a[row]!) * candidates + b[row]!;
    const code = codes.get(name) ?? codes.size;
    codes.set(name, code);
    return code;
  });
}

function qualityTerms(a: Uint32Array, b: Uint32Array, candidates: readonly string[]): Term[] {
  const [first, second] = [indicators('', a, candidates), indicators('', b, candidates)];
  return candidates.map((name) => {
    const plus = first.find((term) => term.name === `:${name}`)?.values;
    const minus = second.find((term) => term.name === `:${name}`)?.values;
    return {
      name: `candidate:${name}`,
      values: columnOf(a, (_, row) => (plus?.[row] ?? 0) - (minus?.[row] ?? 0)),
    };
  });
}

function lengthRatio({ item, a, b }: PairRows, { lengthOf }: Question): Float64Array {
  return columnOf(item, (each, row) => {
    const [first, second] = [lengthOf(each, a[row]!), lengthOf(each, b[row]!)];
    return first === undefined || second === undefined ? Number.NaN : Math.log2(first / second);
  });
}
