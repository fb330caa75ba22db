import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Journal, readJournal } from './journal.ts';
import type { JournalRow } from './journal-row.ts';
import { mergeJournals } from './merge-journals.ts';
import { isInShard, parseShard } from './shard.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'merge-'));
});
afterAll(() => rm(folder, { recursive: true }));

const row = (number: number, text: string, at: string): JournalRow => ({
  key: (number * 0x1000_0001).toString(16).padStart(32, '0'),
  model: 'ours',
  condition: 'none',
  item: `test/${number}`,
  answer: { text, finish: 'stop' },
  effort: { at, durationMs: number, attempts: 1 },
});

async function journal(name: string, rows: readonly JournalRow[]): Promise<string> {
  const path = join(folder, name);
  const opened = await Journal.open(path, 'demo');
  for (const one of rows) await opened.append(one);
  await opened.close();
  return path;
}

test('merges by request whatever the order, counts repeats and names differences', async () => {
  const first = await journal('a.jsonl', [row(3, 'C', 'x'), row(1, 'A', 'x'), row(2, 'B', 'x')]);
  const second = await journal('b.jsonl', [row(2, 'B', 'y'), row(4, 'D', 'y'), row(3, 'c', 'y')]);
  const merged = join(folder, 'merged.jsonl');
  expect(await mergeJournals([first, second], merged)).toEqual({
    rows: 4,
    repeated: 2,
    differing: 1,
    broken: [],
  });
  const text = await readFile(merged, 'utf8');
  const swapped = join(folder, 'swapped.jsonl');
  await mergeJournals([second, first], swapped);
  expect(await readFile(swapped, 'utf8')).toBe(text);
  const outcomes = async (path: string) =>
    [...(await readJournal(path)).rows.values()].map(({ effort: _effort, ...outcome }) => outcome);
  expect(await outcomes(swapped)).toEqual(await outcomes(merged));
  expect((await outcomes(merged)).map(({ answer }) => answer!.text)).toEqual(['A', 'B', 'C', 'D']);
  await mergeJournals([merged], merged);
  expect(await readFile(merged, 'utf8')).toBe(text);
});

test('refuses journals of different benchmarks and leaves the output alone', async () => {
  const own = await journal('own.jsonl', [row(1, 'A', 'x')]);
  const other = await Journal.open(join(folder, 'other.jsonl'), 'other');
  await other.close();
  await expect(
    mergeJournals([own, join(folder, 'other.jsonl')], join(folder, 'none.jsonl')),
  ).rejects.toThrow('is the journal of "other", the first one of "demo"');
  await expect(readFile(join(folder, 'none.jsonl'))).rejects.toThrow('ENOENT');
});

test('every request is in exactly one shard, about equally many in each', () => {
  const counts = new Map<number, number>();
  for (let i = 0; i < 4000; i++) {
    const key = ((BigInt(i) * 0x9e3779b97f4a7c15f39cc0605cedc835n) % 2n ** 128n)
      .toString(16)
      .padStart(32, '0');
    const shards = [1, 2, 3, 4, 5].filter((index) => isInShard(key, { index, count: 5 }));
    expect(shards).toHaveLength(1);
    counts.set(shards[0]!, (counts.get(shards[0]!) ?? 0) + 1);
  }
  for (const count of counts.values()) expect(Math.abs(count - 800)).toBeLessThan(120);
});

test.each(['0/3', '4/3', '3', 'a/b', '1/0', '-1/2', '1/2/3'])('refuses the shard %s', (text) => {
  expect(() => parseShard(text)).toThrow('write 3/8 for the third of eight');
});
