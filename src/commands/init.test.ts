import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Benchmark } from '../benchmark/benchmark.ts';
import { loadConfig, type ResolvedConfig } from '../benchmark/config.ts';
import { loadBenchmark } from '../benchmark/load-benchmark.ts';
import { silentProgress } from '../progress.ts';
import { runInit } from './init.ts';

let folder: string;

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'touchstone-')), 'bench');
  await mkdir(folder);
});
afterEach(() => rm(dirname(folder), { recursive: true }));

async function put(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

/** Runs init, then reads the config and the benchmark as `audit run` does. */
async function initialised(): Promise<{
  text: string;
  config: ResolvedConfig;
  benchmark: Benchmark;
}> {
  await runInit(folder);
  const text = await readFile(join(folder, 'audit.yaml'), 'utf8');
  const config = await loadConfig(folder);
  const benchmark = await loadBenchmark(config, {
    progress: silentProgress,
    mediaCacheDir: join(folder, '.cache'),
  });
  return { text, config, benchmark };
}

const questions = (count: number, extra: (index: number) => object = () => ({})): string =>
  Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      question: `Is there a mass in view ${index}?`,
      answer: 'yes',
      ...extra(index),
    }),
  ).join('\n');

describe('the demo without its config', () => {
  test('is found whole', async () => {
    await cp(join(import.meta.dirname, '../../examples/demo'), folder, { recursive: true });
    await rm(join(folder, 'audit.yaml'));
    const { config, benchmark } = await initialised();
    expect([benchmark.test.length, benchmark.train.length]).toEqual([70, 102]);
    expect(config.media).toEqual({ root: 'images' });
    expect(config.subsets).toEqual(['task']);
    expect(Object.keys(config.models)).toEqual(['finetuned', 'generalist', 'specialist']);
    expect(config.models.finetuned?.role).toBe('baseline');
    const real = benchmark.responses.filter(({ condition }) => condition === 'real');
    expect(real).toHaveLength(69 + 70 + 70);
    expect(config.predictions).toContainEqual({
      model: 'specialist',
      condition: 'rotated-2',
      path: ['predictions/controls/specialist-rotated-2.jsonl'],
    });
    const { task, patient, exam } = benchmark.test[0] ?? {};
    expect({ task, patient, exam }).toEqual({ task: 'closed', patient: 'R056', exam: 'R056_E1' });
  });
});

describe('tables', () => {
  test('columns under uncommon names are guessed and said to be guessed', async () => {
    const table = 'Sample_ID,Question (English),Reference text,Picture file\n';
    await put({
      'quiz.csv': `${table}1,Is there a mass?,yes,a.png\n2,Is there a scar?,no,b.png\n`,
      'pictures/a.png': 'a',
      'pictures/b.png': 'b',
    });
    const { text, config, benchmark } = await initialised();
    expect(config.columns).toEqual({
      id: 'Sample_ID',
      question: 'Question (English)',
      answer: 'Reference text',
      image: 'Picture file',
    });
    expect(text).toContain('# Guessed from the column names');
    expect(config.media).toEqual({ root: 'pictures' });
    expect(benchmark.test.map((item) => [item.id, item.prompt, item.media[0]?.path])).toEqual([
      ['1', 'Is there a mass?', 'a.png'],
      ['2', 'Is there a scar?', 'b.png'],
    ]);
  });

  test('one file with reference and model answers is test split and recording', async () => {
    const table = 'index,question,A,B,answer,prediction\n';
    await put({ 'gpt-x_results.csv': `${table}0,Which?,CT,MRI,A,B\n1,And this?,CT,MRI,B,B\n` });
    const { config, benchmark } = await initialised();
    expect(config.models).toEqual({ 'gpt-x': { role: 'candidate' } });
    expect(benchmark.test).toHaveLength(2);
    expect(benchmark.responses.map((response) => response.text)).toEqual(['B', 'B']);
  });
});

describe('JSON Lines', () => {
  test('splits come from names, subsets from columns with few values', async () => {
    const row = (index: number): object => ({
      question_id: index,
      image: `p${index}.png`,
      modality: index % 2 ? 'CT' : 'MRI',
      note: `free text ${index}`,
    });
    await put({
      'train.jsonl': questions(12, (index) => row(100 + index)),
      'test.jsonl': questions(12, row),
      'val.jsonl': questions(3),
      'notes.json': '{"about": "nothing to read"}',
    });
    const { text, config, benchmark } = await initialised();
    expect([benchmark.test.length, benchmark.train.length]).toEqual([12, 12]);
    expect(config.subsets).toEqual(['modality']);
    expect(config.media).toBe('absent');
    expect(text).toContain('# Not used: val.jsonl: a validation split is neither test nor train.');
  });

  test('without a name that says so, everything is the test split', async () => {
    await put({ 'a.jsonl': questions(2), 'b.jsonl': questions(3, () => ({ image: 'x.png' })) });
    const { config, benchmark } = await initialised();
    expect(config.splits).toEqual({ test: ['a.jsonl', 'b.jsonl'], train: [] });
    expect(benchmark.test.length).toBe(5);
  });

  test('several files of one model are one recording, and dates are no part of its name', async () => {
    await put({
      'test.jsonl': questions(2),
      'preds/alder-8b/20260102-101500.jsonl':
        '{"question": "Is there a mass in view 0?", "prediction": "yes"}',
      'preds/alder-8b/20260103-101500.jsonl':
        '{"question": "Is there a mass in view 1?", "prediction": "no"}',
      'preds/alder-sft_predictions.jsonl':
        '{"question": "Is there a mass in view 1?", "prediction": "no"}',
    });
    const { config, benchmark } = await initialised();
    expect(config.models).toEqual({
      'alder-8b': { role: 'candidate' },
      'alder-sft': { role: 'baseline' },
    });
    expect(benchmark.responses).toHaveLength(3);
  });

  test('names that YAML would misread are quoted', async () => {
    await put({
      'test #1: yes.jsonl': questions(2, (index) => ({ image: `${index}.png` })),
      '2024/0.png': 'a',
      '2024/1.png': 'b',
    });
    const { config } = await initialised();
    expect(config.splits.test).toEqual(['test #1: yes.jsonl']);
    expect(config.media).toEqual({ root: '2024' });
  });
});

describe('ids', () => {
  test('an agreed shape is switched on', async () => {
    const image = (index: number): object => ({
      image: `sub-0${index % 3}/ses-1/scan_${index}.png`,
    });
    await put({ 'test.jsonl': questions(6, image) });
    const { benchmark } = await initialised();
    expect(benchmark.test[0]).toMatchObject({ patient: 'sub-00', exam: 'sub-00/ses-1' });
  });

  test('a leading number is only suggested', async () => {
    const image = (index: number): object => ({ image: `${100 + (index % 3)}_${index}.png` });
    await put({ 'test.jsonl': questions(6, image) });
    const { text, config } = await initialised();
    expect(config.ids).toEqual({ patient: [], exam: [] });
    expect(text).toContain('# If 100 is a patient (it may be anything), switch this on:');
  });
});

describe('refusals', () => {
  test('a config that is there stays, unless forced', async () => {
    await put({ 'test.jsonl': questions(2), 'audit.yaml': 'mine' });
    await expect(runInit(folder)).rejects.toMatchObject({ code: 'config-exists' });
    expect(await readFile(join(folder, 'audit.yaml'), 'utf8')).toBe('mine');
    expect(await runInit(folder, { force: true })).toContain('npx audit run --bench');
  });

  test.each([
    ['an empty folder', {}, 'it holds no .json, .jsonl, .csv or .tsv file'],
    [
      'a table of something else',
      { 'a.csv': 'size,weight\n1,2\n' },
      'none of its 1 data files holds',
    ],
    [
      'training data only',
      { 'train.jsonl': questions(2) },
      'only training data was found (train.jsonl)',
    ],
  ])('%s', async (_name, files, problem) => {
    await put(files);
    await expect(runInit(folder)).rejects.toMatchObject({
      code: 'init-nothing-found',
      message: expect.stringContaining(problem),
    });
  });

  test('a folder that is not there', async () => {
    await expect(runInit(join(folder, 'no'))).rejects.toMatchObject({ code: 'folder-missing' });
  });
});
