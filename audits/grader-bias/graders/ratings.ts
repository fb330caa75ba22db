import type { Judgments } from '../../../src/judgments/judgments.ts';
import type { JudgmentKind, Question } from '../question.ts';
import { pairUnits, scoreUnits, type Units } from '../units.ts';

/** Judgments as ratings in few categories, for coefficients of agreement. */
export interface Ratings {
  readonly kind: JudgmentKind;
  /** u32[units]. */
  readonly item: Uint32Array;
  /** All there are, ascending, in [0, 1]. */
  readonly categories: readonly number[];
  /** By position of the grader, f64[units] each: a category, or NaN. Only graders that rated something. */
  readonly rated: ReadonlyMap<number, Float64Array>;
}

/** Most points on a scale that are told apart. */
const mostSteps = 20;
/** Points, less one, where the scale has too many or none: tenths of it. */
const coarseSteps = 10;

/**
 * Scores and preferences of the counted graders; a kind that nobody gave is missing.
 *
 * Scores, means of repeats among them, are rounded to the points of their scale, or to tenths of it
 * where it has none or more than twenty. Preferences, both orders together, are 1, 0 or, where the
 * orders contradict each other or it was a tie, a half.
 */
export function ratingsOf(question: Question): Ratings[] {
  const scores = scoreUnits(question);
  const pairs = pairUnits(question);
  const steps = scaleSteps(question.judgments);
  const found = [
    rounded('scores', scores, steps, question),
    rounded('pairs', { ...pairs, said: pairs.said.map(winners) }, 2, question),
  ];
  return found.filter(({ rated }) => rated.size > 0);
}

/** Points of the scale, less one: 10 for scores of 0 to 10, 1 for right and wrong. */
function scaleSteps({ scale, scores }: Judgments): number {
  const steps = scale.upper - scale.lower;
  const isBinary = scores.score.every((score) => Number.isNaN(score) || score === 0 || score === 1);
  if (isBinary) return 1;
  return Number.isInteger(steps) && steps > 1 && steps <= mostSteps ? steps : coarseSteps;
}

function rounded(
  kind: JudgmentKind,
  { item, said }: Units,
  steps: number,
  { graders }: Question,
): Ratings {
  const rated = graders
    .map(
      (grader) =>
        [grader, said[grader]!.map((value) => Math.round(value * steps) / steps)] as const,
    )
    .filter(([, values]) => values.some((value) => !Number.isNaN(value)));
  const categories = Array.from({ length: steps + 1 }, (_, place) => place / steps);
  return { kind, item, categories, rated: new Map(rated) };
}

/** A preference beyond half is a win, however slight. */
function winners(preferences: Float64Array): Float64Array {
  return preferences.map((preference) => (Math.sign(preference - 0.5) + 1) / 2);
}
