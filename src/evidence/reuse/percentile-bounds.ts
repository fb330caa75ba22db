/** Grey levels between which a picture is windowed. */
export interface PercentileBounds {
  readonly low: number;
  readonly high: number;
}

/**
 * The 1st and 99th percentile of a histogram, nearest rank: what brightness, contrast and a few
 * burnt-in white letters can't shift much.
 *
 * @param histogram Count at each grey level.
 * @param total Sum of all counts.
 */
export function percentileBounds(histogram: Uint32Array, total: number): PercentileBounds {
  const margin = Math.floor(total / 100);
  return { low: levelAtRank(histogram, margin), high: levelAtRank(histogram, total - 1 - margin) };
}

function levelAtRank(histogram: Uint32Array, rank: number): number {
  let seen = 0;
  for (let level = 0; level < histogram.length; level++) {
    seen += histogram[level]!;
    if (seen > rank) return level;
  }
  return histogram.length - 1;
}
