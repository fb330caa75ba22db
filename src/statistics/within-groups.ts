/** Rows of a regression with the mean of their group taken off. */
export interface WithinGroups {
  /** Rows in groups of two or more. */
  readonly rows: number;
  readonly groups: number;
  readonly clusters: number;
  /** Whether every group lies in one cluster. */
  readonly isNested: boolean;
  /** Cluster of each row, numbered from 0. */
  readonly clusterOfRow: Uint32Array;
  /** f64[rows], de-meaned. */
  readonly outcome: Float64Array;
  /** f64[rows] a term, de-meaned; undefined where the term does not vary within groups. */
  readonly terms: readonly (Float64Array | undefined)[];
}

/** A sum of squares this much smaller than that of the values themselves is rounding. */
const roundingShare = 1e-24;
/** As in the choice of independent terms: a spread this much smaller is none. */
const spreadShare = 1e-9;

/**
 * De-means outcome and terms within groups, which absorbs an effect of each group.
 *
 * A row alone in its group equals its own mean and is left out, so that it doesn't count.
 *
 * @param data outcome and each term f64[rows]; group and cluster of each row, any numbers.
 * @returns What varies within groups.
 */
export function withinGroups(data: {
  readonly outcome: Float64Array;
  readonly terms: readonly Float64Array[];
  readonly group: Uint32Array;
  readonly cluster: Uint32Array;
}): WithinGroups {
  const all = numbered(data.group);
  const sizes = new Uint32Array(all.count);
  for (const group of all.numbers) sizes[group]! += 1;
  const kept = all.numbers.map((_, row) => row).filter((row) => sizes[all.numbers[row]!]! > 1);
  const group = numbered(kept.map((row) => data.group[row]!));
  const cluster = numbered(kept.map((row) => data.cluster[row]!));
  const within = (values: Float64Array): Float64Array | undefined =>
    deMeaned(valuesAt(values, kept), group);
  return {
    rows: kept.length,
    groups: group.count,
    clusters: cluster.count,
    isNested: isNested(group.numbers, cluster.numbers),
    clusterOfRow: cluster.numbers,
    outcome: within(data.outcome) ?? new Float64Array(kept.length),
    terms: data.terms.map(within),
  };
}

/** By a loop of its own: Float64Array.from would take most of the regression's time. */
function valuesAt(values: Float64Array, rows: Uint32Array): Float64Array {
  const chosen = new Float64Array(rows.length);
  for (let place = 0; place < rows.length; place++) chosen[place] = values[rows[place]!]!;
  return chosen;
}

/** Ids numbered from 0 in the order they occur. */
function numbered(ids: Uint32Array): { readonly numbers: Uint32Array; readonly count: number } {
  const numberOf = new Map<number, number>();
  const numbers = ids.map((id) => {
    const known = numberOf.get(id) ?? numberOf.size;
    numberOf.set(id, known);
    return known;
  });
  return { numbers, count: numberOf.size };
}

/** Undefined where nothing is left but rounding. */
function deMeaned(
  values: Float64Array,
  group: { readonly numbers: Uint32Array; readonly count: number },
): Float64Array | undefined {
  const sums = new Float64Array(group.count);
  const sizes = new Float64Array(group.count);
  let sum = 0;
  let squares = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row]!;
    sums[group.numbers[row]!]! += value;
    sizes[group.numbers[row]!]! += 1;
    sum += value;
    squares += value * value;
  }
  const mean = sum / values.length;
  const within = new Float64Array(values.length);
  let left = 0;
  let spread = 0;
  for (let row = 0; row < values.length; row++) {
    const place = group.numbers[row]!;
    const own = values[row]! - sums[place]! / sizes[place]!;
    const apart = values[row]! - mean;
    within[row] = own;
    left += own * own;
    spread += apart * apart;
  }
  return left > roundingShare * squares && left > spreadShare * spread ? within : undefined;
}

function isNested(group: Uint32Array, cluster: Uint32Array): boolean {
  const clusterOf = new Map<number, number>();
  return group.every((each, row) => {
    const known = clusterOf.get(each) ?? cluster[row]!;
    clusterOf.set(each, known);
    return known === cluster[row];
  });
}
