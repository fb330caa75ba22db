/** Two sets, by index, and their similarity. */
export interface SimilarPair {
  readonly left: number;
  readonly right: number;
  readonly jaccard: number;
}

/**
 * Share of the union that two sets have in common.
 *
 * @param a Sorted ascending, without repeats.
 * @param b Sorted ascending, without repeats.
 * @returns Jaccard similarity in [0, 1]; 0 when both are empty.
 */
export function jaccard(a: Uint32Array, b: Uint32Array): number {
  let common = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const difference = a[i]! - b[j]!;
    if (difference === 0) common++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  const union = a.length + b.length - common;
  return union === 0 ? 0 : common / union;
}

/**
 * All pairs of a left and a right set with at least the given Jaccard similarity, exactly.
 *
 * Prefix filter: with the elements of all sets in one order, rarest first, two sets of
 * similarity t share an element within their first |s| - ceil(t |s|) + 1. Only pairs that
 * do, and whose sizes allow t, are compared.
 *
 * Sources: Bayardo, Ma & Srikant 2007, doi:10.1145/1242572.1242591; Chaudhuri, Ganti &
 * Kaushik 2006, doi:10.1109/ICDE.2006.9.
 *
 * @param left Uint32Array[sets], each sorted ascending without repeats.
 * @param right Likewise; may be the same array.
 * @param threshold Smallest similarity, in (0, 1].
 * @returns Pairs by rising right, then left index. Empty sets are in none.
 * @throws {RangeError} if the threshold is outside (0, 1].
 */
export function jaccardJoin(
  left: readonly Uint32Array[],
  right: readonly Uint32Array[],
  threshold: number,
): SimilarPair[] {
  if (!(threshold > 0 && threshold <= 1)) {
    throw new RangeError(`jaccardJoin: threshold is ${threshold}; give a number in (0, 1]`);
  }
  const counts = countElements(left, right);
  const index = prefixIndex(left, counts, threshold);
  return right.flatMap((set, position) => {
    const candidates = new Set(
      prefix(set, counts, threshold).flatMap((element) => index.get(element) ?? []),
    );
    const similar: SimilarPair[] = [];
    for (const candidate of [...candidates].sort((a, b) => a - b)) {
      const other = left[candidate]!;
      if (!sizesAllow(other.length, set.length, threshold)) continue;
      const similarity = jaccard(other, set);
      if (similarity < threshold) continue;
      similar.push({ left: candidate, right: position, jaccard: similarity });
    }
    return similar;
  });
}

function prefixIndex(
  sets: readonly Uint32Array[],
  counts: ReadonlyMap<number, number>,
  threshold: number,
): Map<number, number[]> {
  const index = new Map<number, number[]>();
  sets.forEach((set, position) => {
    for (const element of prefix(set, counts, threshold)) {
      const posting = index.get(element);
      if (posting) posting.push(position);
      else index.set(element, [position]);
    }
  });
  return index;
}

/** Whether sets of these sizes can reach the similarity at all. */
export function sizesAllow(a: number, b: number, threshold: number): boolean {
  return Math.min(a, b) >= threshold * Math.max(a, b) - 1e-9;
}

function countElements(...collections: (readonly Uint32Array[])[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const sets of collections) {
    for (const set of sets)
      for (const element of set) counts.set(element, (counts.get(element) ?? 0) + 1);
  }
  return counts;
}

function prefix(
  set: Uint32Array,
  counts: ReadonlyMap<number, number>,
  threshold: number,
): number[] {
  const rarestFirst = [...set].sort((a, b) => counts.get(a)! - counts.get(b)! || a - b);
  // The guard keeps ceil(0.8 * 5) at 4 where the product is 4.000000000000001.
  const kept = set.length - Math.ceil(threshold * set.length - 1e-9) + 1;
  return rarestFirst.slice(0, set.length === 0 ? 0 : kept);
}
