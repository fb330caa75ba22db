import type { Estimate } from '../../../src/audit/audit.ts';
import { estimateOf } from '../../../src/audit/estimate-of.ts';
import { isPlaceName } from '../../../src/judgments/place-names.ts';
import { meanEstimate } from '../../../src/statistics/index.ts';
import type { JudgmentKind, Question } from '../question.ts';
import {
  clusterNames,
  type PairUnits,
  pairUnits,
  picked,
  positionsWhere,
  type ScoreUnits,
  scoreUnits,
} from '../units.ts';

/** What graders gave candidates: mean scores, or shares of comparisons won. */
export interface CandidateScores {
  readonly kind: JudgmentKind;
  /** Positions of the graders and candidates that occur. */
  readonly graders: readonly number[];
  readonly candidates: readonly number[];
  /** Every answer's score under each grader; of a pair, one for either answer. */
  readonly units: ScoreUnits;
  /** By grader, then candidate, as listed; undefined where nothing was judged. */
  readonly cells: readonly (readonly (ScoreCell | undefined)[])[];
}

/** A grader's scores of a candidate's answers. */
export interface ScoreCell {
  /** u32[answers], positions in the units. */
  readonly units: Uint32Array;
  /** f64[answers], in [0, 1]. */
  readonly values: Float64Array;
  readonly estimate: Estimate;
}

/** Scores and shares won, each for itself; a kind that no grader gave, or for no named model, is missing. */
export function candidateScores(question: Question): CandidateScores[] {
  const kinds = [
    ['scores', scoreUnits(question)],
    ['pairs', wonShares(pairUnits(question))],
  ] as const;
  return kinds.flatMap(([kind, units]) => {
    if (units.length === 0) return [];
    const graders = question.graders.filter((grader) =>
      units.said[grader]!.some((value) => !Number.isNaN(value)),
    );
    const candidates = [...new Set(units.candidate)].sort((a, b) => a - b);
    if (candidates.every((candidate) => isPlaceName(question.judgments.candidates[candidate]!))) {
      return [];
    }
    const cells = graders.map((grader) =>
      candidates.map((candidate) => cellOf(kind, units, { grader, candidate }, question)),
    );
    return [{ kind, graders, candidates, units, cells }];
  });
}

/** Each pair as two answers: the share that `a` won, and the rest for `b`. */
function wonShares({ length, item, a, b, said, gold }: PairUnits): ScoreUnits {
  const twice = (values: Float64Array): Float64Array =>
    Float64Array.from([...values, ...values.map((value) => 1 - value)]);
  return {
    length: 2 * length,
    item: Uint32Array.from([...item, ...item]),
    candidate: Uint32Array.from([...a, ...b]),
    said: said.map(twice),
    gold: twice(gold),
  };
}

function cellOf(
  kind: JudgmentKind,
  { length, item, candidate: candidateOf, said }: ScoreUnits,
  { grader, candidate }: { readonly grader: number; readonly candidate: number },
  question: Question,
): ScoreCell | undefined {
  const { judgments, options } = question;
  const scores = said[grader]!;
  const units = positionsWhere(
    length,
    (unit) => candidateOf[unit] === candidate && !Number.isNaN(scores[unit]),
  );
  if (units.length === 0) return undefined;
  const values = Float64Array.from(units, (unit) => scores[unit]!);
  const mean = meanEstimate([...values], clusterNames(picked(item, units), question), options);
  const [by, of] = [judgments.graders[grader]!, judgments.candidates[candidate]!];
  const [title, unit] =
    kind === 'scores'
      ? ([`${of}, scored by ${by}`, 'score'] as const)
      : ([`Comparisons that ${of} won by ${by}`, 'proportion'] as const);
  return { units, values, estimate: estimateOf(title, unit, mean) };
}
