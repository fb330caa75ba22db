import type { IntervalFigure } from '../../src/audit/audit.ts';
import { type Benchmark, type Item, subsetValue } from '../../src/benchmark/benchmark.ts';
import type { Estimator } from './share-estimate.ts';

/** Subset values drawn for one column, and rows that a value needs to be drawn. */
const shownValues = 8;
const smallestSubset = 10;

/** A share drawn in the figure. */
export interface DrawnShare {
  readonly group: string;
  readonly shareOf: (item: Item) => number;
}

/** Shares of test questions that train knows, on all items and by subset. */
export function shareFigure(
  benchmark: Benchmark,
  items: readonly Item[],
  shares: readonly DrawnShare[],
  estimate: Estimator,
  maxVerbatimShare: number,
): IntervalFigure {
  const subsets = [{ label: 'all', items }, ...subsetsOf(benchmark, items)];
  return {
    kind: 'intervals',
    title: 'Test questions that train knows',
    axis: 'Share of test questions',
    rows: shares.flatMap(({ group, shareOf }) =>
      subsets.map((subset) => ({
        label: subset.label,
        group,
        estimate: estimate(`${group}: ${subset.label}`, subset.items, shareOf),
      })),
    ),
    references: [{ label: 'Largest verbatim share that passes', value: maxVerbatimShare }],
  };
}

function subsetsOf(
  benchmark: Benchmark,
  items: readonly Item[],
): { label: string; items: Item[] }[] {
  return benchmark.subsets.flatMap((column) => {
    const byValue = new Map<string, Item[]>();
    for (const item of items) {
      const value = subsetValue(item, column);
      if (value === undefined) continue;
      const own = byValue.get(value);
      if (own) own.push(item);
      else byValue.set(value, [item]);
    }
    return [...byValue]
      .filter(([, own]) => own.length >= smallestSubset)
      .sort(([a, ownA], [b, ownB]) => ownB.length - ownA.length || (a < b ? -1 : 1))
      .slice(0, shownValues)
      .map(([value, own]) => ({ label: `${column}: ${value}`, items: own }));
  });
}
