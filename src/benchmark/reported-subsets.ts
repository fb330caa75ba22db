import { type Benchmark, type Item, subsetValue, type Track } from './benchmark.ts';

/** A group of test items that a paper would give a score for. */
export interface ReportedSubset {
  readonly track: Track;
  /** `all` for the whole track. */
  readonly column: string;
  readonly value: string;
  /** What people read: "closed, modality CT". */
  readonly label: string;
  readonly itemKeys: ReadonlySet<string>;
}

const tracks: readonly Track[] = ['closed', 'open', 'grounding'];

/**
 * The whole tracks and, within each, every value of the config's subset columns.
 *
 * A subset that holds the same items as one before it (every closed question is about CT)
 * is left out: it would be the same comparison twice.
 *
 * @param columns Columns whose values are taken; default: the config's `subsets`.
 */
export function reportedSubsets(
  benchmark: Benchmark,
  columns: readonly string[] = benchmark.subsets,
): ReportedSubset[] {
  return tracks.flatMap((track) => {
    const items = benchmark.test.filter((item) => item.track === track);
    if (items.length === 0) return [];
    const whole: ReportedSubset = {
      track,
      column: 'all',
      value: 'all',
      label: `${track}, all`,
      itemKeys: new Set(items.map((item) => item.key)),
    };
    const parts = columns.flatMap((column) => partsOf(items, track, column));
    return [whole, ...parts].filter(
      (subset, index, all) => !all.slice(0, index).some((earlier) => sameItems(earlier, subset)),
    );
  });
}

function partsOf(items: readonly Item[], track: Track, column: string): ReportedSubset[] {
  const keysOf = new Map<string, string[]>();
  for (const item of items) {
    const value = subsetValue(item, column);
    if (value === undefined) continue;
    const keys = keysOf.get(value);
    if (keys) keys.push(item.key);
    else keysOf.set(value, [item.key]);
  }
  return [...keysOf.keys()].sort().map((value) => ({
    track,
    column,
    value,
    label: `${track}, ${column} ${value}`,
    itemKeys: new Set(keysOf.get(value)),
  }));
}

function sameItems(first: ReportedSubset, second: ReportedSubset): boolean {
  if (first.itemKeys.size !== second.itemKeys.size) return false;
  return [...first.itemKeys].every((key) => second.itemKeys.has(key));
}
