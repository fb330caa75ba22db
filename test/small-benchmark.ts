import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { stringify } from 'yaml';
import type { Benchmark, LedgerEntry } from '../src/benchmark/benchmark.ts';
import { type ConfigOverrides, loadConfig } from '../src/benchmark/config.ts';
import { loadBenchmark } from '../src/benchmark/load-benchmark.ts';
import { silentProgress } from '../src/progress.ts';

/** A file's text, or its rows. */
type Rows = string | readonly unknown[];

/** Writes files (lists as JSON Lines) and loads the benchmark that `config` describes over them. */
export async function loadSmallBenchmark(
  folder: string,
  files: Readonly<Record<string, Rows>>,
  config: Readonly<Record<string, unknown>> = {},
  overrides: ConfigOverrides = {},
): Promise<Benchmark> {
  for (const [name, rows] of Object.entries(files)) {
    const path = join(folder, name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(
      path,
      typeof rows === 'string' ? rows : rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
    );
  }
  const splits =
    'train.jsonl' in files ? { test: 'test.jsonl', train: 'train.jsonl' } : { test: 'test.jsonl' };
  const path = join(folder, 'audit.yaml');
  await writeFile(path, stringify({ version: 1, name: 'small', splits, ...config }));
  return loadBenchmark(await loadConfig(path, overrides), {
    progress: silentProgress,
    mediaCacheDir: join(folder, 'cache'),
  });
}

/** What `loadSmallBenchmark` takes besides its folder. */
export type SmallBenchmark =
  Parameters<typeof loadSmallBenchmark> extends [string, ...infer Rest] ? Rest : never;

/** A generic row. */
export function question(
  id: number,
  text: string = `Question ${id}?`,
  answer: string = `answer ${id}`,
): { id: number; question: string; answer: string; image: string } {
  return { id, question: text, answer, image: `image-${id}.png` };
}

/** Config keys for one model with one prediction file. */
export const oneRecording: Readonly<Record<'models' | 'predictions', unknown>> = {
  models: { gpt: { role: 'candidate' } },
  predictions: [{ model: 'gpt', path: 'preds.jsonl' }],
};

/** The counts of a ledger entry that are not zero, and its notes in short. */
export function shortLedger(entry: LedgerEntry | undefined): Record<string, unknown> {
  const {
    file: _file,
    role: _role,
    format: _format,
    model: _model,
    condition: _condition,
    notes,
    dropped,
    ...counts
  } = entry!;
  return {
    ...Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0)),
    ...(Object.keys(dropped).length > 0 && { dropped }),
    notes: notes.map(
      ({ reason, effect, source, detail }) =>
        `${source.file}:${source.line} ${effect} ${reason}: ${detail}`,
    ),
  };
}
