import type { InputFile, Item, ParentSet } from './benchmark.ts';
import { findFiles } from './find-files.ts';
import type { Ledger } from './ledger.ts';
import { type Loader, loadSplit } from './load-split.ts';

/** What the test split was drawn from, read. */
export interface LoadedParent {
  readonly set: Pick<ParentSet, 'items' | 'missing'>;
  /** Items that the test split left out. */
  readonly beyond: readonly Item[];
  readonly ledgers: readonly Ledger[];
  readonly inputs: readonly InputFile[];
}

/**
 * Reads the files of `splits.parent` and finds the test items among their rows.
 *
 * A row is a test item if it asks the same about the same media (of several such rows first the one
 * with the same answer); each row counts once.
 *
 * @returns Nothing where the config names no parent.
 */
export async function loadParent(
  loader: Loader,
  test: readonly Item[],
): Promise<LoadedParent | undefined> {
  const patterns = loader.config.splits.parent;
  if (patterns === undefined) return undefined;
  const files = await findFiles(patterns, loader.config.testFolder, 'splits.parent');
  const { items: rows, ledgers, inputs } = await loadSplit(loader, 'parent', files);
  const rowsOf = new Map<string, Item[]>();
  for (const row of rows) {
    const same = rowsOf.get(row.contentHash);
    if (same) same.push(row);
    else rowsOf.set(row.contentHash, [row]);
  }
  const taken = new Map<Item, Item>();
  const claim = (item: Item, fits: (row: Item) => boolean): boolean => {
    const row = rowsOf.get(item.contentHash)?.find((one) => !taken.has(one) && fits(one));
    if (row) taken.set(row, item);
    return row !== undefined;
  };
  const changed = test.filter((item) => !claim(item, ({ answer }) => answer === item.answer));
  const missing = changed.filter((item) => !claim(item, () => true));
  return {
    set: { items: rows.map((row) => taken.get(row) ?? row), missing },
    beyond: rows.filter((row) => !taken.has(row)),
    ledgers,
    inputs,
  };
}
