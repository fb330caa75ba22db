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
 * do, and whose sizes and whose places of that element allow t, are compared.
 *
 * Sources: Bayardo, Ma & Srikant 2007, doi:10.1145/1242572.1242591 (prefix filter); Xiao,
 * Wang, Lin & Yu 2008, doi:10.1145/1367497.1367516 (positional filter).
 *
 * @param left Uint32Array[sets], each without repeats.
 * @param right Likewise.
 * @param threshold Smallest similarity, in (0, 1].
 * @returns Pairs by rising right, then left index. Empty sets are in none.
 * @throws {RangeError} if the threshold is outside (0, 1].
 */
export function jaccardJoin(
  left: readonly Uint32Array[],
  right: readonly Uint32Array[],
  threshold: number,
): SimilarPair[] {
  checkThreshold('jaccardJoin', threshold);
  const rankOf = rarityRanks(left, right);
  const index = new PrefixIndex(left.map(rankOf), threshold);
  return right.flatMap((set, position) => index.similar(rankOf(set), position, left.length));
}

/**
 * All pairs within one collection, as `jaccardJoin` finds them; left < right in each.
 *
 * @throws {RangeError} if the threshold is outside (0, 1].
 */
export function jaccardSelfJoin(sets: readonly Uint32Array[], threshold: number): SimilarPair[] {
  checkThreshold('jaccardSelfJoin', threshold);
  const ranked = sets.map(rarityRanks(sets));
  const index = new PrefixIndex(ranked, threshold);
  return ranked.flatMap((set, position) => index.similar(set, position, position));
}

function checkThreshold(name: string, threshold: number): void {
  if (threshold > 0 && threshold <= 1) return;
  throw new RangeError(`${name}: threshold is ${threshold}; give a number in (0, 1]`);
}

/** Which sets hold an element in their prefix, and at which place. */
interface Posting {
  readonly sets: number[];
  readonly places: number[];
}

/** Finds the sets similar to a probe. All sets are ranked: sorted, rarest element first. */
class PrefixIndex {
  readonly #sets: readonly Uint32Array[];
  readonly #threshold: number;
  readonly #postings = new Map<number, Posting>();
  /** Sizes apart from the sets: most candidates are refused without touching theirs. */
  readonly #sizes: Int32Array;
  readonly #lastProbe: Int32Array;

  constructor(sets: readonly Uint32Array[], threshold: number) {
    this.#sets = sets;
    this.#threshold = threshold;
    this.#sizes = Int32Array.from(sets, (set) => set.length);
    this.#lastProbe = new Int32Array(sets.length).fill(-1);
    sets.forEach((set, number) => {
      prefix(set, threshold).forEach((rank, place) => {
        const posting = this.#postings.get(rank) ?? { sets: [], places: [] };
        this.#postings.set(rank, posting);
        posting.sets.push(number);
        posting.places.push(place);
      });
    });
  }

  /** Pairs of the probe, number `right`, with sets numbered below `end`. */
  similar(probe: Uint32Array, right: number, end: number): SimilarPair[] {
    const pairs: SimilarPair[] = [];
    prefix(probe, this.#threshold).forEach((rank, place) => {
      const posting = this.#postings.get(rank);
      if (posting) this.#probe(posting, probe, place, right, end, pairs);
    });
    return pairs.sort((a, b) => a.left - b.left);
  }

  #probe(
    { sets, places }: Posting,
    probe: Uint32Array,
    place: number,
    right: number,
    end: number,
    pairs: SimilarPair[],
  ): void {
    for (let at = 0; at < sets.length && sets[at]! < end; at++) {
      const left = sets[at]!;
      if (this.#lastProbe[left] === right) continue;
      this.#lastProbe[left] = right;
      // This is the first element in common, so only those behind it can still be.
      const reachable = Math.min(this.#sizes[left]! - places[at]!, probe.length - place);
      if (reachable < neededInCommon(this.#sizes[left]!, probe.length, this.#threshold)) continue;
      const similarity = similarityAbove(this.#sets[left]!, probe, this.#threshold);
      if (similarity > 0) pairs.push({ left, right, jaccard: similarity });
    }
  }
}

/** Whether sets of these sizes can reach the similarity at all. */
export function sizesAllow(a: number, b: number, threshold: number): boolean {
  return Math.min(a, b) >= threshold * Math.max(a, b) - rounding;
}

/** Keeps products like 0.8 x 5 = 4.000000000000001 from being rounded up to 5. */
const rounding = 1e-9;

/** Elements that sets of these sizes must share: |a n b| >= t / (1 + t) (|a| + |b|). */
function neededInCommon(a: number, b: number, threshold: number): number {
  return (threshold / (1 + threshold)) * (a + b) - rounding;
}

/** Jaccard similarity if it reaches the threshold, else 0; gives up as soon as it can't. */
function similarityAbove(a: Uint32Array, b: Uint32Array, threshold: number): number {
  const needed = neededInCommon(a.length, b.length, threshold);
  let common = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    if (common + Math.min(a.length - i, b.length - j) < needed) return 0;
    const difference = a[i]! - b[j]!;
    if (difference === 0) common++;
    if (difference <= 0) i++;
    if (difference >= 0) j++;
  }
  const similarity = common / (a.length + b.length - common);
  return similarity >= threshold ? similarity : 0;
}

/** Replaces elements by their rank among all, rarest first, and sorts each set by it. */
function rarityRanks(
  ...collections: (readonly Uint32Array[])[]
): (set: Uint32Array) => Uint32Array {
  const counts = new Map<number, number>();
  for (const set of collections.flat()) {
    for (const element of set) counts.set(element, (counts.get(element) ?? 0) + 1);
  }
  const rarestFirst = [...counts].sort(([a, countA], [b, countB]) => countA - countB || a - b);
  const ranks = new Map(rarestFirst.map(([element], rank) => [element, rank]));
  return (set) => set.map((element) => ranks.get(element)!).sort();
}

function prefix(ranked: Uint32Array, threshold: number): Uint32Array {
  if (ranked.length === 0) return ranked;
  return ranked.subarray(0, ranked.length - Math.ceil(threshold * ranked.length - rounding) + 1);
}
