import { deriveSeed } from '../../statistics/index.ts';
import { jaccard, jaccardJoin, sizesAllow } from './jaccard-join.ts';
import { BandIndex, type Banding, collisionProbability } from './lsh.ts';
import { createMinHasher } from './minhash.ts';
import { shingleSet } from './shingles.ts';

/** A text's most similar counterpart. */
export interface NearText {
  /** Index into the texts that were searched. */
  readonly index: number;
  readonly jaccard: number;
}

/** What counts as near and how it is looked for. */
export interface NearTextOptions {
  readonly seed: number;
  /** Smallest Jaccard similarity of shingles; default 0.8. */
  readonly threshold?: number;
}

export const nearThreshold = 0.8;
/** 256 places: finds 99.7% of pairs at similarity 0.8 and looks at 12% of those at 0.5. */
const banding: Banding = { bands: 32, rows: 8 };
/** Texts with fewer shingles are searched exactly: their similarity moves in steps too coarse for MinHash. */
const shortText = 20;

/** Chance that the search finds a pair whose similarity is just the threshold; texts below 20 shingles are searched exactly. */
export function nearTextRecall(threshold: number = nearThreshold): number {
  return collisionProbability(threshold, banding);
}

/**
 * The most similar of many texts for each of some texts, if it is similar enough.
 *
 * Long texts: MinHash signatures and locality-sensitive hashing, each candidate verified
 * by its true Jaccard similarity. Texts of fewer than 20 shingles: all pairs, exactly,
 * through a prefix filter.
 *
 * @param queries Normalised texts to find counterparts for.
 * @param texts Normalised texts to search. Only the queries' signatures stay in memory.
 * @param options Seed and threshold.
 * @returns Query index to its most similar text; of equals, the one that comes first.
 */
export function findNearTexts(
  queries: readonly string[],
  texts: readonly string[],
  options: NearTextOptions,
): Map<number, NearText> {
  const { seed, threshold = nearThreshold } = options;
  const best = new Map<number, NearText>();
  if (queries.length === 0) return best;
  const keep = (query: number, index: number, similarity: number) => {
    if (similarity > (best.get(query)?.jaccard ?? 0))
      best.set(query, { index, jaccard: similarity });
  };
  const sets = queries.map(shingleSet);
  const hasher = createMinHasher(banding.bands * banding.rows, deriveSeed(seed, 'minhash'));
  const bands = new BandIndex(banding);
  sets.forEach((set, query) => {
    if (set.length >= shortText) bands.add(query, hasher.signature(set));
  });

  const shortTexts: { index: number; set: Uint32Array }[] = [];
  texts.forEach((text, index) => {
    const set = shingleSet(text);
    if (set.length * threshold < shortText) shortTexts.push({ index, set });
    if (set.length < shortText * threshold) return;
    for (const query of bands.candidates(hasher.signature(set))) {
      const wanted = sets[query]!;
      if (!sizesAllow(wanted.length, set.length, threshold)) continue;
      const similarity = jaccard(wanted, set);
      if (similarity >= threshold) keep(query, index, similarity);
    }
  });

  const shortQueries = [...sets.keys()].filter((query) => sets[query]!.length < shortText);
  const pairs = jaccardJoin(
    shortTexts.map(({ set }) => set),
    shortQueries.map((query) => sets[query]!),
    threshold,
  );
  for (const pair of pairs)
    keep(shortQueries[pair.right]!, shortTexts[pair.left]!.index, pair.jaccard);
  return best;
}
