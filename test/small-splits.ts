import type { Benchmark, Item, Split } from '../src/benchmark/benchmark.ts';
import { testItem } from './test-item.ts';

/** Items of one split; each its own cluster unless named. */
export function row(split: Split, index: number, fields: Partial<Item>): Item {
  return testItem({
    key: `${split}/${index}`,
    id: String(index),
    split,
    track: 'closed',
    ...fields,
  });
}

/** A benchmark of items alone. */
export function benchmarkOf(train: readonly Item[], test: readonly Item[]): Benchmark {
  return {
    name: 'small',
    train,
    test,
    models: [],
    responses: [],
    media: 'absent',
    subsets: [],
    ledger: [],
    inputs: [],
  };
}
