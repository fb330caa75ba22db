import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  loadSmallBenchmark,
  oneRecording,
  question,
  type SmallBenchmark,
  shortLedger,
} from '../../test/small-benchmark.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'load-parent-'));
});
afterEach(() => rm(folder, { recursive: true }));

const load = (...benchmark: SmallBenchmark) => loadSmallBenchmark(folder, ...benchmark);
const splits = { test: 'test.jsonl', parent: 'parent.jsonl' };
const four = [1, 2, 3, 4].map((id) => question(id));

describe('what the test split was drawn from', () => {
  test('holds the test items themselves and the items beyond them, in the order of its rows', async () => {
    const { parent, test: items } = await load(
      { 'test.jsonl': [question(3), question(1)], 'parent.jsonl': four },
      { splits },
    );
    expect(parent?.items.map(({ key }) => key)).toEqual([
      'test/1',
      'parent/2',
      'test/3',
      'parent/4',
    ]);
    expect(parent?.items[0]).toBe(items[1]);
    expect(parent?.missing).toEqual([]);
  });

  test('names the test rows that it lacks, whatever their id', async () => {
    const { parent } = await load(
      { 'test.jsonl': [question(1), question(2, 'Rewritten?')], 'parent.jsonl': four },
      { splits },
    );
    expect(parent?.missing.map(({ key }) => key)).toEqual(['test/2']);
    expect(parent?.items.map(({ key }) => key)).toEqual([
      'test/1',
      'parent/2',
      'parent/3',
      'parent/4',
    ]);
  });

  test('gives each of several equal rows to one test item, the same answer first', async () => {
    const same = (id: number, answer: string) => ({ ...question(1, 'Same?', answer), id });
    const { parent } = await load(
      {
        'test.jsonl': [same(1, 'b'), same(2, 'c'), same(3, 'd')],
        'parent.jsonl': [same(1, 'a'), same(2, 'b')],
      },
      { splits },
    );
    // b finds its row; c, which has none, takes the row that is left; d is missing.
    expect(parent?.items.map(({ key }) => key)).toEqual(['test/2', 'test/1']);
    expect(parent?.missing.map(({ key }) => key)).toEqual(['test/3']);
  });

  test('has the answers to its other items, and the ledger keeps them', async () => {
    const benchmark = await load(
      {
        'test.jsonl': [question(1)],
        'parent.jsonl': four,
        'preds.jsonl': [1, 2, 4, 9].map((id) => ({ id, prediction: `said ${id}` })),
      },
      { splits, ...oneRecording },
    );
    expect(benchmark.responses.map(({ itemKey, text }) => [itemKey, text])).toEqual([
      ['test/1', 'said 1'],
    ]);
    expect(benchmark.parent?.responses.map(({ itemKey, text }) => [itemKey, text])).toEqual([
      ['parent/2', 'said 2'],
      ['parent/4', 'said 4'],
    ]);
    const ledger = benchmark.ledger.find(({ role }) => role === 'predictions');
    expect(shortLedger(ledger)).toMatchObject({ read: 4, kept: 3, unjoined: 1 });
    expect(benchmark.ledger.map(({ role }) => role)).toEqual(['test', 'parent', 'predictions']);
    expect(benchmark.inputs.map(({ role }) => role)).toEqual([
      'config',
      'test',
      'parent',
      'predictions',
    ]);
  });

  test('is absent where the config names none, and counts stand as they are written', async () => {
    const counts = { modality: { ct: 30, mri: 10 } };
    const benchmark = await load(
      { 'test.jsonl': [question(1)] },
      { splits: { test: 'test.jsonl', parentCounts: counts } },
    );
    expect(benchmark.parent).toBeUndefined();
    expect(benchmark.parentCounts).toEqual(counts);
  });

  test('refuses files and counts together', async () => {
    const both = { ...splits, parentCounts: { modality: { ct: 1 } } };
    await expect(
      load({ 'test.jsonl': [question(1)], 'parent.jsonl': four }, { splits: both }),
    ).rejects.toThrow('"splits" has both "parent" and "parentCounts"; keep the files');
  });
});
