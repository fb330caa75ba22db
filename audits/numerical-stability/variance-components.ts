/** Where the variance of repeated scores lies. */
export interface VarianceComponents {
  readonly items: number;
  readonly runs: number;
  /** Variance of the items' true scores. */
  readonly betweenItems: number;
  /** Variance that all items of a run share. */
  readonly betweenRuns: number;
  /** Variance of one item from run to run, beyond what its run shares. */
  readonly withinItem: number;
  /** Standard deviation of the mean over other items of the kind, were every score the item's true one. */
  readonly itemError: number;
  /** Standard deviation of the mean over further runs of the same items: the luck of the draw. */
  readonly runError: number;
}

/**
 * Components of variance of scores that were drawn several times, items crossed with runs (two-way
 * random effects, one score a cell), by the method of moments.
 *
 * With MS_items, MS_runs and MS_error the mean squares of the table, E(MS_error) = s_e^2,
 * E(MS_items) = s_e^2 + k s_i^2 and E(MS_runs) = s_e^2 + n s_r^2. Negative estimates count as 0.
 * A run's mean of the same n items varies from run to run by s_r^2 + s_e^2 / n; over new items too
 * by s_i^2 / n more.
 *
 * Source: Searle, Casella & McCulloch 1992, Variance Components, section 4.4.
 *
 * @param scores f64[items][runs], at least two of each.
 * @returns Components in squared units of the scores.
 * @throws {RangeError} if there are fewer than two items or runs, or rows of unequal length.
 * @example
 * varianceComponents([[1, 0], [0, 1]]).betweenItems; // 0: the items do not differ, their draws do
 */
export function varianceComponents(scores: readonly (readonly number[])[]): VarianceComponents {
  const n = scores.length;
  const k = scores[0]?.length ?? 0;
  if (n < 2 || k < 2 || scores.some((row) => row.length !== k))
    throw new RangeError(
      `varianceComponents: needs two items and two runs at least, all rows alike, got ${n} and ${k}; draw more answers`,
    );
  const grand = meanOf(scores.flat());
  const rowMeans = scores.map(meanOf);
  const columnMeans = scores[0]!.map((_, run) => meanOf(scores.map((row) => row[run]!)));
  const squares = (values: readonly number[], centre: (index: number) => number): number =>
    values.reduce((sum, value, index) => sum + (value - centre(index)) ** 2, 0);
  const itemSquares = k * squares(rowMeans, () => grand);
  const runSquares = n * squares(columnMeans, () => grand);
  const total = squares(scores.flat(), () => grand);
  const meanSquares = {
    items: itemSquares / (n - 1),
    runs: runSquares / (k - 1),
    error: Math.max(0, total - itemSquares - runSquares) / ((n - 1) * (k - 1)),
  };
  const withinItem = meanSquares.error;
  const betweenItems = Math.max(0, (meanSquares.items - withinItem) / k);
  const betweenRuns = Math.max(0, (meanSquares.runs - withinItem) / n);
  return {
    items: n,
    runs: k,
    betweenItems,
    betweenRuns,
    withinItem,
    itemError: Math.sqrt(betweenItems / n),
    runError: Math.sqrt(betweenRuns + withinItem / n),
  };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
