import { groupEffectsRegression } from '../../../src/statistics/index.ts';

/** Answers of one candidate under one grader. */
export interface LabelledJudgments {
  /** f64[answers]. */
  readonly judged: Float64Array;
  readonly isLabelled: readonly boolean[];
  readonly clusterIds: readonly string[];
}

/** p-value below which labelled answers are taken to be unlike the others. */
const strictest = 0.01;

/**
 * How much more a grader gives the labelled answers than the others, on average; undefined where
 * that may be chance (p of the cluster-robust regression 0.01 or more), or all are labelled. A
 * correction takes the labelled answers for a random part of all, and is off by more than what it
 * corrects where people labelled the good ones.
 */
export function labelledShift({
  judged,
  isLabelled,
  clusterIds,
}: LabelledJudgments): number | undefined {
  const places = new Map([...new Set(clusterIds)].map((id, place) => [id, place]));
  const { terms } = groupEffectsRegression({
    outcome: judged,
    group: new Uint32Array(judged.length),
    cluster: Uint32Array.from(clusterIds, (id) => places.get(id)!),
    terms: [{ name: 'labelled', values: Float64Array.from(isLabelled, Number) }],
  });
  const [labelled] = terms;
  if (!labelled?.identified || labelled.pValue >= strictest) return undefined;
  // What is left of scores that never vary is rounding, with an error of 0.
  return Math.abs(labelled.value) > 1e-9 ? labelled.value : undefined;
}
