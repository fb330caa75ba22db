import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import { stringify } from 'yaml';
import type { Benchmark } from '../src/benchmark/benchmark.ts';
import { loadConfig } from '../src/benchmark/config.ts';
import { loadBenchmark } from '../src/benchmark/load-benchmark.ts';
import { type Judgments, judgmentOutcomes } from '../src/judgments/judgments.ts';
import { silentProgress } from '../src/progress.ts';

/** Rows as JSON Lines. */
export const lines = (...rows: readonly unknown[]): string =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join('');

interface JudgmentFolder {
  readonly folder: () => string;
  /** A benchmark of judgments alone. */
  readonly read: (
    text: string | Buffer,
    entry?: Readonly<Record<string, unknown>>,
    more?: Readonly<Record<string, unknown>>,
  ) => Promise<Benchmark>;
}

/** An empty folder for each test of the calling file, and what reads judgments in it. */
export function judgmentFolder(): JudgmentFolder {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'judgments-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  return {
    folder: () => folder,
    read: async (text, entry = {}, more = {}) => {
      await writeFile(join(folder, 'judged'), text);
      const config = { version: 1, name: 'j', judgments: [{ path: 'judged', ...entry }], ...more };
      await writeFile(join(folder, 'audit.yaml'), stringify(config));
      return loadBenchmark(await loadConfig(join(folder, 'audit.yaml')), {
        progress: silentProgress,
        mediaCacheDir: join(folder, 'cache'),
      });
    },
  };
}

/** Rows of both tables as words. */
export function rowsOf(judgments: Judgments | undefined): unknown[] {
  if (!judgments) return [];
  const { graders, candidates, items, scores, pairs } = judgments;
  const known = (value: number) => (Number.isNaN(value) ? undefined : value);
  const common = (table: Judgments['scores'] | Judgments['pairs'], row: number) => ({
    grader: graders[table.grader[row]!],
    item: items[table.item[row]!]!.key,
    outcome: judgmentOutcomes[table.outcome[row]!],
    gold: known(table.gold[row]!),
  });
  return [
    ...Array.from(scores.candidate, (candidate, row) => ({
      ...common(scores, row),
      candidate: candidates[candidate],
      score: known(scores.score[row]!),
    })),
    ...Array.from(pairs.first, (first, row) => ({
      ...common(pairs, row),
      first: candidates[first],
      second: candidates[pairs.second[row]!],
      orderKnown: pairs.orderKnown[row] === 1,
      preference: known(pairs.preference[row]!),
    })),
  ].map((row) => JSON.parse(JSON.stringify(row)));
}

/** The columns of a table of scores. */
export const scoreTable: Readonly<Record<string, string>> = {
  item: 'q',
  grader: 'judge',
  candidate: 'model',
  score: 'score',
};
export const scoreFile: Readonly<Record<'columns', typeof scoreTable>> = { columns: scoreTable };
