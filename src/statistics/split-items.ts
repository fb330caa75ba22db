import { checkSameLength } from './check.ts';

const caller = 'predictionPoweredMean';

/** The graded items with and without a label, each with its cluster. */
export interface SplitItems {
  readonly labelledIds: readonly string[];
  /** f64[N - n], grades. */
  readonly others: Float64Array;
  readonly otherIds: readonly string[];
}

/**
 * Takes the labelled items out of all graded ones, told apart by grade and cluster.
 *
 * @param judged f64[N], all grades.
 * @param labelledJudged f64[n], grades of the labelled items, which are among them.
 * @param options clusterIds string[N] and labelledClusterIds string[n]; without them each item
 *   has a cluster of its own.
 * @returns Grades and clusters of the items without a label, and clusters of those with one.
 * @throws {RangeError} if labelledJudged are not among judged, lengths differ, or one list of ids is missing.
 */
export function splitItems(
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
