import { availableParallelism } from 'node:os';

/**
 * Does something with each entry, a few at a time, as disks answer fastest.
 *
 * @returns What came of each, in the order of `entries`.
 */
export async function sideBySide<Entry, Result>(
  entries: readonly Entry[],
  work: (entry: Entry) => Promise<Result>,
): Promise<readonly Result[]> {
  const results = new Array<Result>(entries.length);
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < entries.length) {
      const index = next++;
      results[index] = await work(entries[index]!);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() + 2 }, worker));
  return results;
}
