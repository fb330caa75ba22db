import type { Question } from '../question.ts';
import type { PairUnits } from '../units.ts';
import { type OwnRelations, ownSide } from './own-side.ts';

/** Pairs as one grader each judged them, seen from one of the two answers. */
export interface Comparisons {
  readonly length: number;
  /** u32[length] each. */
  readonly grader: Uint32Array;
  readonly item: Uint32Array;
  /** f64[length] in [0, 1]: how far the grader prefers the answer that is looked at. */
  readonly preference: Float64Array;
  /** f64[length]: how far people do; NaN where nobody said. */
  readonly gold: Float64Array;
  /** f64[length]: mean preference of the graders that are kin to neither; NaN where there is none. */
  readonly peers: Float64Array;
}

/** Pairs of an answer of the grader's own and one of another family, seen from its own. */
export function ownComparisons(
  units: PairUnits,
  own: OwnRelations,
  question: Question,
): Comparisons {
  return comparisons(units, question, (grader, unit) => {
    const related = question.relations.of[grader]!;
    const side = ownSide(related[units.a[unit]!]!, related[units.b[unit]!]!, own);
    if (side === undefined) return undefined;
    return side === 'first' ? 'a' : 'b';
  });
}

/** Labelled pairs without an answer of the grader's kin, seen from the worse answer. */
export function strangerComparisons(units: PairUnits, question: Question): Comparisons {
  return comparisons(units, question, (grader, unit) => {
    const gold = units.gold[unit]!;
    if (gold === 0.5 || Number.isNaN(gold) || !isStranger(grader, unit, units, question)) {
      return undefined;
    }
    return gold < 0.5 ? 'a' : 'b';
  });
}

/** The comparisons at these positions. */
export function selected(
  { grader, item, preference, gold, peers }: Comparisons,
  isWanted: (index: number) => boolean,
): Comparisons {
  const keep = (_: number, index: number): boolean => isWanted(index);
  const kept = item.filter(keep);
  return {
    length: kept.length,
    grader: grader.filter(keep),
    item: kept,
    preference: preference.filter(keep),
    gold: gold.filter(keep),
    peers: peers.filter(keep),
  };
}

function comparisons(
  units: PairUnits,
  question: Question,
  lookedAt: (grader: number, unit: number) => 'a' | 'b' | undefined,
): Comparisons {
  const found = {
    grader: [] as number[],
    item: [] as number[],
    preference: [] as number[],
    gold: [] as number[],
    peers: [] as number[],
  };
  for (const grader of question.graders) {
    const said = units.said[grader]!;
    for (let unit = 0; unit < units.length; unit++) {
      if (Number.isNaN(said[unit])) continue;
      const answer = lookedAt(grader, unit);
      if (answer === undefined) continue;
      const seen = (preference: number): number => (answer === 'a' ? preference : 1 - preference);
      found.grader.push(grader);
      found.item.push(units.item[unit]!);
      found.preference.push(seen(said[unit]!));
      found.gold.push(seen(units.gold[unit]!));
      found.peers.push(seen(strangersMean(unit, units, question)));
    }
  }
  return {
    length: found.item.length,
    grader: Uint32Array.from(found.grader),
    item: Uint32Array.from(found.item),
    preference: Float64Array.from(found.preference),
    gold: Float64Array.from(found.gold),
    peers: Float64Array.from(found.peers),
  };
}

function isStranger(
  grader: number,
  unit: number,
  { a, b }: PairUnits,
  { relations }: Question,
): boolean {
  const related = relations.of[grader]!;
  return related[a[unit]!] === 'other' && related[b[unit]!] === 'other';
}

/** Mean preference for `a` of the graders that are kin to neither answer. */
function strangersMean(unit: number, units: PairUnits, question: Question): number {
  let sum = 0;
  let count = 0;
  for (const grader of question.graders) {
    const said = units.said[grader]![unit]!;
    if (Number.isNaN(said) || !isStranger(grader, unit, units, question)) continue;
    sum += said;
    count++;
  }
  return sum / count;
}
