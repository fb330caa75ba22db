import {
  bootstrapStatistic,
  designEffect,
  type EstimateOptions,
  fewClustersInterval,
  hasWidth,
  type Interval,
  type MeanEstimate,
  meanEstimate,
} from '../../../src/statistics/index.ts';

/** Two means over different parts of the same clusters, and their difference. */
export interface ShareDifference {
  readonly first: MeanEstimate;
  readonly second: MeanEstimate;
  /** Mean of the first part minus that of the second. */
  readonly difference: Omit<MeanEstimate, 'designEffect' | 'icc'>;
}

/** Scores in [0, 1] and the cluster of each. */
export interface Part {
  readonly values: readonly number[];
  readonly clusterIds: readonly string[];
}

/**
 * Difference of two means whose items may share clusters, resampled together, or by a jackknife
 * where either rests on few clusters. Where a mean is 0 or 1 its resamples do not vary, nor do those
 * of clusters that all differ alike, and either's interval would be too short: it is then
 * Newcombe's, made of the two means' own intervals as if they were independent.
 *
 * Sources: Efron 1987, doi:10.1080/01621459.1987.10478410; Newcombe 1998,
 * doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I (method 10).
 *
 * @param first Neither part may be empty.
 */
export function shareDifference(
  first: Part,
  second: Part,
  options: Required<EstimateOptions>,
): ShareDifference {
  const means = [first, second].map(({ values, clusterIds }) =>
    meanEstimate(values, clusterIds, options),
  ) as [MeanEstimate, MeanEstimate];
  const clusterIds = [...first.clusterIds, ...second.clusterIds];
  const value = means[0].value - means[1].value;
  const { effectiveN, clusters } = designEffect(influence(first, second, means), clusterIds);
  const isSteady = means.some((mean) => mean.value === 0 || mean.value === 1);
  const interval = (isSteady ? undefined : resampled(first, second, options)) ?? newcombe(means);
  return {
    first: means[0],
    second: means[1],
    difference: { value, n: clusterIds.length, effectiveN, clusters, interval },
  };
}

/** How far each item pulls the difference, in units of its mean. */
function influence(
  first: Part,
  second: Part,
  [one, other]: readonly [MeanEstimate, MeanEstimate],
): number[] {
  const n = first.values.length + second.values.length;
  return [
    ...first.values.map((value) => ((value - one.value) * n) / first.values.length),
    ...second.values.map((value) => ((other.value - value) * n) / second.values.length),
  ];
}

function resampled(
  first: Part,
  second: Part,
  options: Required<EstimateOptions>,
): Interval | undefined {
  const data = differenceSums(first, second);
  const scale = { level: options.level, lower: -1, upper: 1 };
  const interval =
    fewClustersInterval(data, [first.clusterIds, second.clusterIds], scale) ??
    bootstrapStatistic(data, options)?.interval;
  return interval !== undefined && hasWidth(interval) ? interval : undefined;
}

/** The difference as a function of sums over items. */
function differenceSums(first: Part, second: Part): Parameters<typeof bootstrapStatistic>[0] {
  const [zeros, others] = [first.values.map(() => 0), second.values.map(() => 0)];
  const column = (own: readonly number[], rest: readonly number[]): Float64Array =>
    Float64Array.from([...own, ...rest]);
  return {
    columns: [
      column(first.values, others),
      column(
        zeros.map(() => 1),
        others,
      ),
      column(zeros, second.values),
      column(
        zeros,
        others.map(() => 1),
      ),
    ],
    statistic: (sums) => {
      const [sum, n, otherSum, otherN] = [sums[0]!, sums[1]!, sums[2]!, sums[3]!];
      return n > 0 && otherN > 0 ? sum / n - otherSum / otherN : undefined;
    },
    clusterIds: [...first.clusterIds, ...second.clusterIds],
  };
}

function newcombe([one, other]: readonly [MeanEstimate, MeanEstimate]): Interval {
  const value = one.value - other.value;
  const below = Math.hypot(one.value - one.interval.lower, other.interval.upper - other.value);
  const above = Math.hypot(one.interval.upper - one.value, other.value - other.interval.lower);
  return {
    lower: Math.max(-1, value - below),
    upper: Math.min(1, value + above),
    level: one.interval.level,
    method: 'Newcombe on the effective n',
  };
}
