import type { Question } from '../question.ts';
import { everyPosition, grouped, pairCode } from '../units.ts';
import {
  columnOf,
  type Design,
  indicators,
  rowsWhere,
  slopes,
  type Term,
} from './additive-model.ts';
import type { FavourTerm } from './favour-terms.ts';
import type { PairRows } from './pair-rows.ts';

/** What a model of pairs holds constant. */
export type PairModel = 'pairs' | 'own-length' | 'any-order' | 'quality';

/**
 * Preference for `a` = pair of answers + the grader's taste for the first place + kin (`pairs`, which
 * decides).
 *
 * Linear in the probability. The pair's own effect holds constant which answer is better, and all
 * else that graders see alike; leniency cancels. `own-length` lets every grader have its own taste
 * for length. `any-order` takes pairs of which nobody knows the order as well, and so can't hold
 * a taste for a place constant there. `quality` has no effect of the pair, but one of each candidate
 * and one of length, which is how a common taste for length can be told at all.
 *
 * @returns Undefined where the rows lack what the model needs.
 */
export function pairDesign(
  all: PairRows,
  model: PairModel,
  terms: readonly FavourTerm[],
  question: Question,
): Design | undefined {
  const rows = model === 'any-order' ? all : rowsWhere(all, (row) => all.order[row] !== 0);
  if (rows.item.length === 0) return undefined;
  if (model === 'any-order' && all.order.every((order) => order !== 0)) return undefined;
  const { graders, candidates } = question.judgments;
  const { grader, item, a, b, cluster, preference, order } = rows;
  const length = { name: 'length', values: lengthRatio(rows, question) };
  const usesLength = model === 'own-length' || model === 'quality';
  if (usesLength && !length.values.every(Number.isFinite)) return undefined;
  return {
    outcome: preference,
    group:
      model === 'quality'
        ? new Uint32Array(item.length)
        : pairGroups(rows, candidates.length).unitOf,
    item,
    cluster,
    nuisance: [
      ...slopes('position', { values: order }, grader, graders),
      ...(model === 'quality' ? [...qualityTerms(a, b, candidates), length] : []),
      ...(model === 'own-length' ? slopes('length', length, grader, graders) : []),
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

/** Which rows are of the same pair of answers. */
export function pairGroups(
  { item, a, b }: PairRows,
  candidates: number,
): ReturnType<typeof grouped> {
  const columns = { item, first: a, second: b };
  return grouped(everyPosition(item.length), (row) => pairCode(columns, row, candidates));
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

function lengthRatio({ item, a, b }: PairRows, { answerOf }: Question): Float64Array {
  const length = (each: number, candidate: number): number =>
    answerOf(each, candidate)?.lengthChars || Number.NaN;
  return columnOf(item, (each, row) => Math.log2(length(each, a[row]!) / length(each, b[row]!)));
}
