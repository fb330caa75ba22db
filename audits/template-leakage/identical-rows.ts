import type { Benchmark, Item } from '../../src/benchmark/benchmark.ts';
import type { ReusePair } from '../../src/evidence/evidence.ts';

/** A test row and a train row with the same picture, question and answer. */
export interface IdenticalRow {
  readonly test: Item;
  readonly train: Item;
}

/** The forms in which rows are compared. */
export interface RowFolding {
  readonly question: (item: Item) => string;
  readonly answer: (item: Item) => string;
}

/**
 * Test rows whose media, question and answer all occur together in one train row. Media are
 * the same by name or by an exact or verified pair. Rows without media are left out: for
 * them the question and answer say it all.
 *
 * @param pairs Train-test pairs of media.
 * @param folding How question and answer are read before they are compared.
 * @returns One pair a test row, with the first such train row.
 */
export function identicalRows(
  benchmark: Benchmark,
  pairs: readonly ReusePair[],
  folding: RowFolding,
): IdenticalRow[] {
  const rowText = (item: Item) => JSON.stringify([folding.question(item), folding.answer(item)]);
  const illustrated = benchmark.test.filter((item) => item.media.length > 0);
  const asked = new Set(illustrated.map(folding.question));
  const trainRows = new Map<string, Item[]>();
  for (const item of benchmark.train) {
    if (!asked.has(folding.question(item))) continue;
    const text = rowText(item);
    const same = trainRows.get(text);
    if (same) same.push(item);
    else trainRows.set(text, [item]);
  }
  const samePictures = counterparts(pairs);
  return illustrated.flatMap((test) => {
    const train = trainRows.get(rowText(test))?.find((row) => sameMedia(test, row, samePictures));
    return train ? [{ test, train }] : [];
  });
}

function counterparts(pairs: readonly ReusePair[]): Map<string, Set<string>> {
  const of = new Map<string, Set<string>>();
  for (const { first, second, scope, verdict } of pairs) {
    if (scope !== 'train-test' || (verdict !== 'exact' && verdict !== 'verified')) continue;
    of.set(first, (of.get(first) ?? new Set()).add(second));
  }
  return of;
}

function sameMedia(
  test: Item,
  train: Item,
  counterpartsOf: ReadonlyMap<string, Set<string>>,
): boolean {
  if (test.media.length !== train.media.length) return false;
  const shown = train.media.map((medium) => medium.path);
  return test.media.every(
    ({ path }) =>
      shown.includes(path) || shown.some((other) => counterpartsOf.get(path)?.has(other)),
  );
}
