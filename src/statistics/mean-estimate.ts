import { mean } from 'simple-statistics';
import { cautiousDesign } from './cautious-design.ts';
import { checkLevel, checkScores } from './check.ts';
import { designEffect } from './design-effect.ts';
import type { Interval } from './interval.ts';

import { wilsonBounds } from './wilson-interval.ts';

/** A clustered mean with all that a reader needs to judge it. */
export interface MeanEstimate {
  readonly value: number;
  readonly n: number;
  /** n / designEffect. */
  readonly effectiveN: number;
  readonly clusters: number;
  readonly designEffect: number;
  /** Intraclass correlation used, clamped to [0, 1]. */
  readonly icc: number;
  readonly interval: Interval;
}

/** Options of the estimates with a default interval. */
export interface EstimateOptions {
  /** Nominal coverage of the interval (default 0.95). */
  readonly level?: number;
  /** Resamples or random sign flips, where some are drawn (default 9999). */
  readonly resamples?: number;
  /** Seed of what is drawn (default 0). */
  readonly seed?: number;
}

/**
 * Mean of clustered scores with an interval that holds for small n and near 0 and 1.
 *
 * Wilson's interval on the number of independent 0/1 items that would know the mean as
 * well: n / design effect for right-or-wrong scores (Korn and Graubard's idea), and
 * p (1 - p) / variance times as many for graded ones, which vary less. ICC and critical
 * value are cautious (`cautiousDesign`). The bootstrap can't serve as the default: its
 * percentile interval covers 87% at n = 20 (77% in clusters of one to six), and for n
 * right of n it has no width.
 *
 * Simulated coverage of the 95% interval for right-or-wrong scores (p uniform in .5 to
 * .98, ICC .3, n = 20, 70, 113, clusters of 1, 2, 5, 1 to 6, and three that hold three
 * tenths of the items): 95 to 97%, the lowest over an eighth of that range of p
 * 92%. Graded scores: 95 to 97%. Seven clusters of ten cover about 93%. With one cluster
 * nothing shows how clusters differ: the interval is then the whole range.
 *
 * Sources: Wilson 1927, doi:10.1080/01621459.1927.10502953; Korn & Graubard 1998,
 * Survey Methodology 24:193; Dean & Pagano 2015, J. Survey Stat. Methodol. 3:484 (comparison).
 *
 * @param values f64[items], scores in [0, 1].
 * @param clusterIds string[items], what each item shares its luck with: image, patient.
 * @param options level (default 0.95).
 * @returns The mean, its effective n and its interval.
 * @throws {RangeError} if values is empty or leaves [0, 1], the lengths differ, or level is outside (0, 1).
 * @example
 * meanEstimate([1, 1, 1, 0], ['a', 'b', 'c', 'd']).interval; // Wilson's for 3 of 4
 */
export function meanEstimate(
  values: readonly number[],
  clusterIds: readonly string[],
  options: EstimateOptions = {},
): MeanEstimate {
  const level = options.level ?? 0.95;
  checkLevel('meanEstimate', level);
  checkScores('meanEstimate', 'values', values);
  const value = mean(values);
  const design = designEffect(values, clusterIds);
  const interval = scoreInterval(values, clusterIds, { value, level, clusters: design.clusters });
  return { value, n: values.length, ...design, interval };
}

function scoreInterval(
  values: readonly number[],
  clusterIds: readonly string[],
  known: { readonly value: number; readonly level: number; readonly clusters: number },
): Interval {
  const { value, level, clusters } = known;
  if (clusters < 2) return { lower: 0, upper: 1, level, method: 'whole range (one cluster)' };
  const binary = values.every((each) => each === 0 || each === 1);
  const { effectiveN, critical } = cautiousDesign(values, clusterIds, {
    level,
    varianceKnown: binary,
  });
  const gain = binary ? 1 : gradedGain(values, value);
  const bounds = wilsonBounds(value, effectiveN * gain, critical);
  const plain = clusters === values.length;
  return { ...bounds, level, method: plain ? 'Wilson' : 'Wilson on the effective n' };
}

/**
 * How many right-or-wrong items one graded item is worth: p (1 - p) / variance. Both get
 * the variance of one more item that could be anything (uniform, 1/12), so that scores
 * that happen to agree do not seem certain and scores near 1 count like right answers.
 */
function gradedGain(values: readonly number[], value: number): number {
  const n = values.length;
  const variance = values.reduce((total, each) => total + (each - value) ** 2, 0) / (n - 1);
  const unseen = 1 / (12 * n);
  return (value * (1 - value) + unseen) / (variance + unseen);
}
