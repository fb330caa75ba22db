import { type Item, subsetValue } from '../../src/benchmark/benchmark.ts';
import type { ParentCounts } from '../../src/benchmark/parent-config.ts';
import type { Selection } from './selection.ts';

/** Counts by value of the parent and of the subset, in the order of the values. */
export interface Counts {
  readonly column: string;
  readonly values: readonly string[];
  readonly parent: readonly number[];
  readonly drawn: readonly number[];
}

/** An item's value, or that it has none. */
export function valueIn(item: Item, column: string): string {
  return subsetValue(item, column) ?? '(no value)';
}

/** Counts of the parent and of the test items in it. */
export function countsOf({ parent, used }: Selection, column: string): Counts {
  const inParent = tally(parent, column);
  const drawn = tally(
    parent.filter(({ key }) => used.has(key)),
    column,
  );
  const values = [...inParent.keys()].sort();
  return {
    column,
    values,
    parent: values.map((value) => inParent.get(value)!),
    drawn: values.map((value) => drawn.get(value) ?? 0),
  };
}

function tally(items: readonly Item[], column: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) {
    const value = valueIn(item, column);
    counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** Published counts of the parent beside those of the test items. */
export function publishedCounts(test: readonly Item[], parentCounts: ParentCounts): Counts[] {
  return Object.entries(parentCounts).map(([column, counts]) => {
    const drawn = tally(test, column);
    const values = [...new Set([...Object.keys(counts), ...drawn.keys()])].sort();
    return {
      column,
      values,
      parent: values.map((value) => counts[value] ?? 0),
      drawn: values.map((value) => drawn.get(value) ?? 0),
    };
  });
}
