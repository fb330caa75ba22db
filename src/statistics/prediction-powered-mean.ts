import { checkLevel, checkSameLength, checkValues } from './check.ts';
import { clusterIndex, clusterSums } from './cluster-totals.ts';
import type { Interval } from './interval.ts';
import { studentQuantile } from './student-quantile.ts';

/** A mean of labels sharpened by grades of many more items. */
export interface PredictionPoweredMean {
  /** In the units of the labels. */
  readonly value: number;
  /** N: graded items, labelled ones included. */
  readonly n: number;
  /** Items that have a label as well. */
  readonly labelled: number;
  /** How far the grades were trusted: 0 the labels' own mean, 1 the grades' mean corrected for bias. */
  readonly lambda: number;
  readonly interval: Interval;
}

/**
 * Mean label of all items from a grader's scores of all and labels of some.
 *
 * lambda mean_N(f) + mean_n(y - lambda f). The labelled items are drawn at random from the N
 * graded ones and are among them, so that both means share their luck; the variance is that of the
 * same estimate written as independent parts, mean_n(y - l f) + l mean of f over the N - n
 * others, with l = lambda (N - n)/N. Power tuning takes the lambda in [0, 1] of least variance: for
 * single items the slope of y on f, nearly. With clusters variance and tuning go by cluster sums.
 * Student's t on one degree of freedom less than the labelled clusters (and one less for tuning).
 *
 * The mean is that of the population that the N items were drawn from. Bounds may leave the
 * scores' range, and are too close together below some twenty labels or where label and grade
 * (almost) always agree.
 *
 * Sources: Angelopoulos et al. 2023, arXiv:2301.09633; Angelopoulos, Duchi & Zrnic 2023, PPI++,
 * arXiv:2311.01453 (tuning).
 *
 * @param data judged f64[N], all grades; labelledJudged f64[n], those of the labelled items, and
 *   labels f64[n], in the same order.
 * @param options level (default 0.95); tuned (default true), else lambda is 1; clusterIds
 *   string[N] and labelledClusterIds string[n] (default: every item by itself).
 * @returns The estimate.
 * @throws {RangeError} if lengths differ, a value is not finite, labelledJudged are not among
 *   judged, there are fewer than three labelled clusters, or level is outside (0, 1).
 */
export function predictionPoweredMean(
  data: {
    readonly judged: Float64Array;
    readonly labelledJudged: Float64Array;
    readonly labels: Float64Array;
  },
  options: {
    readonly level?: number;
    readonly tuned?: boolean;
    readonly clusterIds?: readonly string[];
    readonly labelledClusterIds?: readonly string[];
  } = {},
): PredictionPoweredMean {
  const { level = 0.95, tuned = true } = options;
  checkData(data, level);
  const { judged, labelledJudged, labels } = data;
  const split = splitItems(judged, labelledJudged, options);
  const pulls = clusterPulls(split, labelledJudged, labels);
  const others = split.others.length / judged.length;
  const weight = tuned ? Math.min(others, Math.max(0, bestWeight(pulls))) : others;
  const value = mean(labels) + weight * (meanOr0(split.others) - mean(labelledJudged));
  const degreesOfFreedom = pulls.labelledClusters - (tuned ? 2 : 1);
  const squares = pulls.label.reduce(
    (sum, each, cluster) => sum + (each + weight * pulls.grade[cluster]!) ** 2,
    0,
  );
  // The tuned weight is the one of least variance in these very labels, as a slope is.
  const variance = squares * ((pulls.labelledClusters - 1) / degreesOfFreedom);
  const half = studentQuantile(0.5 + level / 2, degreesOfFreedom) * Math.sqrt(variance);
  return {
    value,
    n: judged.length,
    labelled: labels.length,
    lambda: others > 0 ? weight / others : 0,
    interval: {
      lower: value - half,
      upper: value + half,
      level,
      method: tuned ? 'prediction-powered, tuned, Student t' : 'prediction-powered, Student t',
    },
  };
}

/** The graded items with and without a label, each with its cluster. */
interface SplitItems {
  readonly labelledIds: readonly string[];
  /** f64[N - n], grades. */
  readonly others: Float64Array;
  readonly otherIds: readonly string[];
}

function splitItems(
  judged: Float64Array,
  labelledJudged: Float64Array,
  options: {
    readonly clusterIds?: readonly string[];
    readonly labelledClusterIds?: readonly string[];
  },
): SplitItems {
  const { clusterIds, labelledClusterIds } = options;
  checkIds(judged, clusterIds, labelledJudged, labelledClusterIds);
  const keyOf = (grade: number, id: string | undefined): string => `${grade} ${id ?? ''}`;
  const toRemove = new Map<string, number>();
  for (const [item, grade] of labelledJudged.entries()) {
    const key = keyOf(grade, labelledClusterIds?.[item]);
    toRemove.set(key, (toRemove.get(key) ?? 0) + 1);
  }
  const others: number[] = [];
  const otherIds: string[] = [];
  for (const [item, grade] of judged.entries()) {
    const key = keyOf(grade, clusterIds?.[item]);
    const left = toRemove.get(key) ?? 0;
    if (left > 0) {
      toRemove.set(key, left - 1);
    } else {
      others.push(grade);
      otherIds.push(clusterIds?.[item] ?? `other ${item}`);
    }
  }
  checkRemoved(judged.length - others.length, labelledJudged.length);
  const labelledIds =
    labelledClusterIds ?? Array.from(labelledJudged, (_, item) => `labelled ${item}`);
  return { labelledIds, others: Float64Array.from(others), otherIds };
}

/** The estimate's pull by cluster, label + weight x grade, whose squares add up to its variance. */
interface Pulls {
  readonly label: Float64Array;
  readonly grade: Float64Array;
  readonly labelledClusters: number;
}

function clusterPulls(
  split: SplitItems,
  labelledJudged: Float64Array,
  labels: Float64Array,
): Pulls {
  const index = clusterIndex([...split.labelledIds, ...split.otherIds]);
  const labelledClusters = new Set(split.labelledIds).size;
  const otherClusters = new Set(split.otherIds).size;
  if (labelledClusters < 3) {
    throw new RangeError(
      `predictionPoweredMean: needs labels in at least three clusters, got ${labelledClusters}`,
    );
  }
  const column = (values: Float64Array, from: number, clusters: number): Float64Array => {
    const all = new Float64Array(index.indexOfItem.length);
    const centre = meanOr0(values);
    // CR1, for labelled and other items each by their own number of clusters.
    const scale = Math.sqrt(clusters / Math.max(1, clusters - 1)) / values.length;
    for (const [item, value] of values.entries()) all[from + item] = (value - centre) * scale;
    return clusterSums(all, index);
  };
  const ofGrades = column(labelledJudged, 0, labelledClusters);
  const ofOthers = column(split.others, labels.length, otherClusters);
  return {
    label: column(labels, 0, labelledClusters),
    grade: ofOthers.map((each, cluster) => each - ofGrades[cluster]!),
    labelledClusters,
  };
}

/** Where sum (label + weight x grade)^2 is least. */
function bestWeight({ label, grade }: Pulls): number {
  const products = label.reduce((sum, each, cluster) => sum + each * grade[cluster]!, 0);
  const squares = grade.reduce((sum, each) => sum + each * each, 0);
  return squares > 0 ? -products / squares : 0;
}

function mean(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function meanOr0(values: Float64Array): number {
  return values.length > 0 ? mean(values) : 0;
}

const caller = 'predictionPoweredMean';

function checkData(
  data: {
    readonly judged: Float64Array;
    readonly labelledJudged: Float64Array;
    readonly labels: Float64Array;
  },
  level: number,
): void {
  checkLevel(caller, level);
  const { judged, labelledJudged, labels } = data;
  checkValues(caller, 'judged', judged);
  checkValues(caller, 'labelledJudged', labelledJudged);
  checkValues(caller, 'labels', labels);
  checkSameLength(caller, ['labelledJudged', labelledJudged.length], ['labels', labels.length]);
}

function checkIds(
  judged: Float64Array,
  clusterIds: readonly string[] | undefined,
  labelledJudged: Float64Array,
  labelledClusterIds: readonly string[] | undefined,
): void {
  if (!clusterIds !== !labelledClusterIds) {
    throw new RangeError(`${caller}: give clusterIds and labelledClusterIds, or neither`);
  }
  if (!clusterIds || !labelledClusterIds) return;
  checkSameLength(caller, ['judged', judged.length], ['clusterIds', clusterIds.length]);
  checkSameLength(
    caller,
    ['labelledJudged', labelledJudged.length],
    ['labelledClusterIds', labelledClusterIds.length],
  );
}

function checkRemoved(removed: number, labelled: number): void {
  if (removed < labelled) {
    throw new RangeError(
      `${caller}: ${labelled - removed} of ${labelled} labelledJudged are not among judged; judged holds every graded item, labelled ones included`,
    );
  }
}
