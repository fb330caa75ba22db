import type { PairColumns } from '../../../src/judgments/judgments.ts';
import { countedRows, type Question } from '../question.ts';
import { isTurned, pairCode } from '../units.ts';

/** A grader's judgments of the same two answers, once in either order. */
export interface BothOrders {
  readonly length: number;
  /** u32[length] each, rows of the table: where the pair stood as the table lists its candidates, and turned. */
  readonly straight: Uint32Array;
  readonly turned: Uint32Array;
  /** Read judgments by each grader whose other order is missing; u32[graders]. */
  readonly single: Uint32Array;
  /** Read judgments of which the order is not known; u32[graders]. */
  readonly orderUnknown: Uint32Array;
}

/**
 * Matches every read judgment with the earliest one of the same pair in the other order that is
 * still alone, so that repeats make pairs of their own.
 */
export function bothOrders({
  judgments,
  graders,
}: Pick<Question, 'judgments' | 'graders'>): BothOrders {
  const { pairs, candidates, items } = judgments;
  const counted = countedRows(pairs, graders);
  const known = counted.filter((row) => pairs.orderKnown[row] === 1);
  const codes = items.length * candidates.length ** 2;
  const waiting = new Map<number, number[]>();
  const straight: number[] = [];
  const turned: number[] = [];
  for (const row of known) {
    const code = pairs.grader[row]! * codes + pairCode(pairs, row, candidates.length);
    const alone = waiting.get(code);
    if (alone === undefined) waiting.set(code, [row]);
    else if (alone.length === 0 || isTurned(pairs, alone[0]!) === isTurned(pairs, row)) {
      alone.push(row);
    } else {
      const match = alone.shift()!;
      const [first, second] = isTurned(pairs, row) ? [match, row] : [row, match];
      straight.push(first);
      turned.push(second);
    }
  }
  return {
    length: straight.length,
    straight: Uint32Array.from(straight),
    turned: Uint32Array.from(turned),
    single: perGrader([...waiting.values()].flat(), pairs, judgments.graders.length),
    orderUnknown: perGrader(
      counted.filter((row) => pairs.orderKnown[row] === 0),
      pairs,
      judgments.graders.length,
    ),
  };
}

function perGrader(rows: Iterable<number>, { grader }: PairColumns, graders: number): Uint32Array {
  const counts = new Uint32Array(graders);
  for (const row of rows) counts[grader[row]!]! += 1;
  return counts;
}
