import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { silentProgress } from '../progress.ts';
import type { Benchmark, LedgerEntry } from './benchmark.ts';
import { type ConfigOverrides, loadConfig } from './config.ts';
import { loadBenchmark } from './load-benchmark.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'load-benchmark-'));
});
afterEach(() => rm(folder, { recursive: true }));

type Rows = string | readonly unknown[];

/** Writes files (lists as JSON Lines) and loads the benchmark that `config` describes over them. */
async function load(
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

const question = (id: number, text = `Question ${id}?`, answer = `answer ${id}`) => ({
  id,
  question: text,
  answer,
  image: `image-${id}.png`,
});

const models = { gpt: { role: 'candidate' } };
const oneRecording = { models, predictions: [{ model: 'gpt', path: 'preds.jsonl' }] };

/** The counts of a ledger entry that are not zero, and its notes in short. */
function shortLedger(entry: LedgerEntry | undefined): Record<string, unknown> {
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

describe('items', () => {
  test('carry everything that rows, config and paths tell', async () => {
    const benchmark = await load(
      {
        'test.jsonl': [
          {
            messages: [
              { role: 'system', content: 'Stage: screening. Be brief.' },
              { role: 'user', content: '<image>Is there a mass? A. Yes B. No' },
              { role: 'assistant', content: 'A' },
            ],
            images: ['./mammo\\P1_E2\\left.png'],
            site: 'north',
            long: 'x'.repeat(65),
          },
        ],
      },
      {
        media: { root: 'pictures' },
        ids: {
          patient: ['missing_column', '(?<patient>P\\d+)_E\\d+'],
          exam: '(?<exam>P\\d+_E\\d+)',
        },
        fields: {
          modality: { media: '^(\\w+)/', map: { mammo: 'mammography' } },
          stage: [{ file: 'nothing' }, { system: 'Stage: (?<value>\\w+)' }],
          task: { file: '^(?<task>\\w+)\\.' },
          region: { column: 'site' },
        },
        subsets: ['modality'],
      },
    );
    expect(benchmark.test).toEqual([
      {
        key: expect.stringMatching(/^test\/[0-9a-f]{16}$/),
        id: benchmark.test[0]!.contentHash,
        split: 'test',
        source: { file: 'test.jsonl', line: 1 },
        contentHash: expect.stringMatching(/^[0-9a-f]{16}$/),
        track: 'closed',
        system: 'Stage: screening. Be brief.',
        prompt: 'Is there a mass? A. Yes B. No',
        options: [
          { label: 'A', text: 'Yes' },
          { label: 'B', text: 'No' },
        ],
        answer: 'A',
        boxes: [],
        media: [
          {
            path: 'mammo/P1_E2/left.png',
            kind: 'image',
            file: join(folder, 'pictures/mammo/P1_E2/left.png'),
          },
        ],
        task: 'test',
        modality: 'mammography',
        stage: 'screening',
        patient: 'P1',
        exam: 'P1_E2',
        attributes: { site: 'north', region: 'north' },
      },
    ]);
    expect(benchmark).toMatchObject({
      name: 'small',
      train: [],
      media: 'present',
      subsets: ['modality'],
    });
  });

  test('are closed, open or grounding by boxes, answer type, options and answer, in this order', async () => {
    const rows = [
      { ...question(1), answer_type: 'CLOSED' },
      { ...question(2, 'Large?', 'Yes.'), answer_type: 'OPEN' },
      question(3, 'Large?', 'Yes.'),
      { ...question(4, 'Which?', 'A'), options: ['CT', 'MRI'] },
      question(5),
      { ...question(6), answer_type: 'CLOSED', bbox: [1, 2, 3, 4] },
      { ...question(7, 'Large?', 'no'), answer_type: 'number' },
    ];
    const { test: items } = await load({ 'test.jsonl': rows });
    expect(items.map((item) => item.track)).toEqual([
      'closed',
      'open',
      'closed',
      'closed',
      'open',
      'grounding',
      'closed',
    ]);
    expect(items[5]!.boxes).toEqual([[1, 2, 3, 4]]);
  });

  test('tell volumes, features and videos from pictures by their ending', async () => {
    const rows = ['a.nii.gz', 'b.h5', 'c.MP4', 'd.nii', 'e', 'f.png'].map((image, id) => ({
      ...question(id),
      image,
    }));
    const { test: items } = await load({ 'test.jsonl': rows });
    expect(items.map((item) => item.media[0]!.kind)).toEqual([
      'volume',
      'features',
      'video',
      'volume',
      'image',
      'image',
    ]);
  });

  test('name absolute media paths inside the root relative to it, and no file for addresses', async () => {
    const rows = [
      { ...question(1), image: join(folder, 'a/b.png') },
      { ...question(2), image: 'https://example.org/c.png' },
    ];
    const { test: items } = await load({ 'test.jsonl': rows });
    expect(items.map((item) => item.media[0])).toEqual([
      { path: 'a/b.png', kind: 'image', file: join(folder, 'a/b.png') },
      { path: 'https://example.org/c.png', kind: 'image' },
    ]);
  });

  test('store pictures that the file holds once, by content', async () => {
    const picture = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(80)]);
    const rows = [1, 2].map((id) => ({ ...question(id), image: picture.toString('base64') }));
    const { test: items } = await load({ 'test.jsonl': rows });
    const media = items[0]!.media[0]!;
    expect(media.path).toMatch(/^inline:[0-9a-f]{16}$/);
    expect(items[1]!.media[0]).toBe(media);
    const stored = await readdir(join(folder, 'cache'));
    expect(stored).toEqual([
      expect.stringMatching(new RegExp(`^${media.path.slice(7)}[0-9a-f]{48}$`)),
    ]);
    expect(media.file).toBe(join(folder, 'cache', stored[0]!));
  });

  test('have no files, and nothing is stored, where media are absent', async () => {
    const picture = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(80)]).toString(
      'base64',
    );
    const { test: items, media } = await load(
      { 'test.jsonl': [{ ...question(1), image: picture }, question(2)] },
      { media: 'absent' },
    );
    expect(media).toBe('absent');
    expect(items.map((item) => item.media[0]!.file)).toEqual([undefined, undefined]);
    expect(await readdir(folder)).not.toContain('cache');
  });
});

describe('a training split in a folder of its own', () => {
  test('has its media there, told apart from test media of the same path', async () => {
    const train = join(folder, 'elsewhere');
    const rows = [{ ...question(1), image: 'P1/image.png' }];
    await mkdir(train);
    await writeFile(join(train, 'train.jsonl'), `${JSON.stringify({ ...rows[0], id: 9 })}\n`);
    const benchmark = await load(
      { 'test.jsonl': rows },
      {
        media: { root: './pictures' },
        splits: { test: 'test.jsonl', train: 'train.jsonl' },
        ids: { patient: '^(?<patient>P\\d+)/' },
      },
      { train },
    );
    expect(benchmark.test[0]?.media).toEqual([
      { path: 'P1/image.png', kind: 'image', file: join(folder, 'pictures/P1/image.png') },
    ]);
    expect(benchmark.train[0]).toMatchObject({
      patient: 'P1',
      media: [
        { path: 'train:P1/image.png', kind: 'image', file: join(train, 'pictures/P1/image.png') },
      ],
    });
  });
});

describe('the row ledger', () => {
  test('accounts for every row, bad ones with file and line', async () => {
    const rows = [
      JSON.stringify(question(1)),
      '{"id": 2, "question": "cut off',
      JSON.stringify(question(1)),
      JSON.stringify(question(1, 'Another?')),
      '{"id": 5, "question": "How much?", "answer": NaN}',
      '{"id": 6, "question": "How much?", "answer": "5", "weight": NaN}',
      JSON.stringify(question(7, '<image>')),
      JSON.stringify({ ...question(8), answer: '  ' }),
      '',
      '["no object"]',
    ].join('\n');
    const { test: items, ledger } = await load({ 'test.jsonl': rows });
    expect(items.map((item) => item.key)).toEqual(['test/1', 'test/1#2', 'test/6']);
    expect(shortLedger(ledger[0])).toEqual({
      read: 9,
      kept: 3,
      duplicated: 1,
      dropped: { 'broken-json': 1, 'no-answer': 2, 'no-question': 1, 'not-an-object': 1 },
      notes: [
        'test.jsonl:2 dropped broken-json: not valid JSON',
        'test.jsonl:3 dropped duplicate: equal to test.jsonl:1',
        'test.jsonl:4 kept duplicate-id: id "1" is also at test.jsonl:1',
        'test.jsonl:5 kept not-a-number: NaN or Infinity is read as an empty cell',
        'test.jsonl:5 dropped no-answer: the reference answer is missing or empty',
        'test.jsonl:6 kept not-a-number: NaN or Infinity is read as an empty cell',
        'test.jsonl:7 dropped no-question: the question is missing or empty',
        'test.jsonl:8 dropped no-answer: the reference answer is missing or empty',
        'test.jsonl:10 dropped not-an-object: expected an object, found ["no object"]',
      ],
    });
  });

  test('keeps the first 100 notes and all counts', async () => {
    const rows = [
      question(0),
      ...Array.from({ length: 250 }, (_, index) => ({ ...question(index + 1), answer: '' })),
    ];
    const { ledger } = await load({ 'test.jsonl': rows });
    expect(ledger[0]!.notes).toHaveLength(100);
    expect(ledger[0]!.dropped).toEqual({ 'no-answer': 250 });
  });

  test('remarks on a test split larger than train', async () => {
    const { ledger } = await load({
      'test.jsonl': [question(1), question(2)],
      'train.jsonl': [question(3)],
    });
    expect(ledger.map((entry) => [entry.role, entry.notes.map(({ reason }) => reason)])).toEqual([
      ['test', ['test-larger-than-train']],
      ['train', []],
    ]);
  });
});

describe('predictions', () => {
  const asked = [1, 2, 3].map((id) => question(id));

  test('join by id, the last answer counting; strays and silences are counted', async () => {
    const preds = [
      { id: 2, prediction: 'first try' },
      { id: 9, prediction: 'nobody asked' },
      { id: 2, prediction: 'second try', finish_reason: 'length' },
      { id: 1, prediction: '' },
      { id: 3, prediction: null },
    ];
    const { responses, ledger } = await load(
      { 'test.jsonl': asked, 'preds.jsonl': preds },
      oneRecording,
    );
    const common = { model: 'gpt', condition: 'real' };
    expect(responses).toEqual([
      {
        ...common,
        itemKey: 'test/1',
        text: '',
        truncated: false,
        source: { file: 'preds.jsonl', line: 4 },
      },
      {
        ...common,
        itemKey: 'test/2',
        text: 'second try',
        truncated: true,
        source: { file: 'preds.jsonl', line: 3 },
      },
    ]);
    expect(ledger[1]).toMatchObject({
      role: 'predictions',
      model: 'gpt',
      condition: 'real',
      format: 'generic',
    });
    expect(shortLedger(ledger[1])).toEqual({
      read: 5,
      kept: 2,
      duplicated: 1,
      truncated: 1,
      unjoined: 1,
      unanswered: 1,
      dropped: { 'no-prediction': 1, 'unknown-item': 1 },
      notes: [
        'preds.jsonl:2 dropped unknown-item: no test item has the id "9"',
        'preds.jsonl:3 dropped duplicate: answers the item of preds.jsonl:1 again; this later answer counts',
        'preds.jsonl:4 kept empty-answer: the model answered with nothing',
        'preds.jsonl:5 dropped no-prediction: the row holds no answer of the model',
      ],
    });
  });

  const swift = (text: string, answer: string, images: readonly unknown[]) => ({
    messages: [
      { role: 'user', content: `<image>${text}` },
      { role: 'assistant', content: answer },
    ],
    images,
  });
  const infer = (text: string, response: string, path: string, labels = 'A') => ({
    response,
    labels,
    ...swift(text, response, [{ bytes: null, path }]),
  });

  test('join by content where there is no id, absolute media paths included', async () => {
    const rows = [
      swift('Mass?', 'A', ['p/1.png']),
      swift('Mass?', 'A', ['p/2.png']),
      swift('Mass?', 'A', ['q/1.png']),
    ];
    const preds = [
      infer('Mass? ', 'exact', 'p/1.png'),
      infer('Mass?', 'longer path', '/data/resized/p/2.png'),
      infer('Mass?', 'only the end of a folder name', '/data/xq/1.png'),
      infer('Other?', 'never asked', 'p/1.png'),
    ];
    const { responses, ledger } = await load(
      { 'test.jsonl': rows, 'preds.jsonl': preds },
      oneRecording,
    );
    expect(responses.map(({ text }) => text)).toEqual(['exact', 'longer path']);
    expect(ledger[1]).toMatchObject({ format: 'ms-swift-infer', unjoined: 2, unanswered: 1 });
  });

  test('are not guessed where different items fit alike', async () => {
    const rows = [swift('Mass?', 'A', ['p/1.png']), swift('Mass?', 'B', ['x/p/1.png'])];
    const { responses, ledger } = await load(
      {
        'test.jsonl': rows,
        'preds.jsonl': [infer('Mass?', 'A', '/data/x/p/1.png'), infer('Mass?', 'A', 'p/1.png')],
      },
      oneRecording,
    );
    expect(responses.map(({ source }) => source.line)).toEqual([2]);
    expect(ledger[1]!.dropped).toEqual({ 'ambiguous-item': 1 });
  });

  test('go in turn to items that are equal in question and media', async () => {
    const rows = [
      { id: 1, question: 'Mass?', answer: 'yes', image: 'a.png' },
      { id: 2, question: 'Mass?', answer: 'yes', image: 'a.png' },
    ];
    const preds = ['one', 'two', 'one again', 'two again'].map((text) =>
      infer('Mass?', text, 'a.png', 'yes'),
    );
    const { responses, ledger } = await load(
      { 'test.jsonl': rows, 'preds.jsonl': preds },
      oneRecording,
    );
    expect(responses.map(({ itemKey, text }) => [itemKey, text])).toEqual([
      ['test/1', 'one again'],
      ['test/2', 'two again'],
    ]);
    expect(ledger[1]).toMatchObject({ read: 4, kept: 2, duplicated: 2 });
  });

  test('do not join by an id whose item asks something else', async () => {
    const preds = [
      {
        doc_id: 1,
        doc: {},
        arguments: [['Something else entirely?']],
        target: 'x',
        resps: [['no']],
      },
      { doc_id: 2, doc: { question: 'QUESTION 2' }, target: 'answer 2', resps: [['yes']] },
    ];
    const { responses, ledger } = await load(
      { 'test.jsonl': asked, 'preds.jsonl': preds },
      oneRecording,
    );
    expect(responses.map(({ itemKey }) => itemKey)).toEqual(['test/2']);
    expect(shortLedger(ledger[1]).notes).toEqual([
      'preds.jsonl:1 dropped other-question: item "1" asks another question than this row',
    ]);
  });

  test('recorded against another reference answer are kept with a remark', async () => {
    const preds = [{ id: 1, question: 'Question 1?', answer: 'something else', prediction: 'x' }];
    const { ledger } = await load({ 'test.jsonl': asked, 'preds.jsonl': preds }, oneRecording);
    expect(shortLedger(ledger[1]).notes).toEqual([
      'preds.jsonl:1 kept reference-differs: recorded against another reference answer than item "1" has',
    ]);
  });

  test('of one model and condition count as one recording over several files', async () => {
    const { responses, ledger } = await load(
      {
        'test.jsonl': asked,
        'preds/b.jsonl': [{ id: 1, prediction: 'b' }],
        'preds/a.jsonl': [{ id: 2, prediction: 'a' }],
        'blind.jsonl': [{ id: 1, prediction: 'blind' }],
      },
      {
        models,
        predictions: [
          { model: 'gpt', path: 'preds/*.jsonl' },
          { model: 'gpt', condition: 'no-image', path: 'blind.jsonl' },
        ],
      },
    );
    expect(responses.map(({ condition, itemKey, text }) => [condition, itemKey, text])).toEqual([
      ['real', 'test/1', 'b'],
      ['real', 'test/2', 'a'],
      ['no-image', 'test/1', 'blind'],
    ]);
    expect(ledger.slice(1).map(({ file, unanswered }) => [file, unanswered])).toEqual([
      ['preds/a.jsonl', 1],
      ['preds/b.jsonl', 0],
      ['blind.jsonl', 2],
    ]);
  });
});

describe('--limit', () => {
  test('keeps the first items, and says what became of the others', async () => {
    const preds = [1, 2, 3].map((id) => ({ id, prediction: 'x' }));
    const {
      test: items,
      responses,
      ledger,
      limit,
    } = await load(
      { 'test.jsonl': [1, 2, 3].map((id) => question(id)), 'preds.jsonl': preds },
      oneRecording,
      { limit: 2 },
    );
    expect([items.length, responses.length, limit]).toEqual([2, 2, 2]);
    expect(ledger.map(({ read, kept, dropped }) => ({ read, kept, dropped }))).toEqual([
      { read: 3, kept: 2, dropped: { 'beyond-limit': 1 } },
      { read: 3, kept: 2, dropped: { 'beyond-limit': 1 } },
    ]);
  });
});

describe('one line for what cannot be loaded', () => {
  const refusal = async (...args: Parameters<typeof load>): Promise<string> => {
    const error = await load(...args).then(
      () => new Error('loaded'),
      (caught: Error) => caught,
    );
    expect(error.name).toBe('AuditError');
    expect(error.message).not.toContain('\n');
    return error.message.replaceAll(folder, '.');
  };

  test('a pattern without files', async () => {
    expect(
      await refusal({ 'test.jsonl': [question(1)] }, { splits: { test: 'tset/*.json' } }),
    ).toBe(
      'splits.test: "tset/*.json" matches no file in .; check the pattern, or name the folder with --data or --train',
    );
  });

  test('a prediction file that is missing', async () => {
    expect(await refusal({ 'test.jsonl': [question(1)] }, oneRecording)).toBe(
      'predictions of gpt: "preds.jsonl" matches no file in .; check the path in the config',
    );
  });

  test('an empty file and one without rows', async () => {
    expect(await refusal({ 'test.jsonl': '' })).toBe(
      'test.jsonl: the file is empty; check what wrote it',
    );
    expect(await refusal({ 'test.jsonl': '[]' })).toBe(
      'test.jsonl: the file holds no rows; expected a JSON array, JSON Lines, or a table with a header line',
    );
    expect(await refusal({ 'test.jsonl': '{\n  "a": 1\n}' })).toBe(
      'test.jsonl:1: no row can be read (not valid JSON); expected a JSON array, JSON Lines, or a table with a header line',
    );
  });

  test('a split in which every row was dropped', async () => {
    expect(
      await refusal({ 'test.jsonl': [question(1, '<image>'), { ...question(2), answer: '' }] }),
    ).toBe(
      'test.jsonl: the test split has no usable row (1 no-answer, 1 no-question); check the files, or say what their columns mean under "columns" in the config',
    );
  });

  test('a JSON array that breaks off', async () => {
    expect(await refusal({ 'test.jsonl': `[${JSON.stringify(question(1))},\n{"id": 2,` })).toBe(
      'test.jsonl:2: the file ends inside the row that starts at line 2; mend the JSON array, or write one row a line (JSON Lines), where a broken row is skipped',
    );
  });

  test('the same file in both splits, by path and by content', async () => {
    const rows = [question(1)];
    expect(
      await refusal({ 'test.jsonl': rows }, { splits: { test: 'test.jsonl', train: '*.jsonl' } }),
    ).toBe('test.jsonl: train and test are the same file; check splits.test and splits.train');
    expect(await refusal({ 'test.jsonl': rows, 'train.jsonl': rows })).toBe(
      'train.jsonl: train and test are the same file, byte for byte (test: test.jsonl); check splits.test and splits.train',
    );
  });

  test('predictions that belong to the training split', async () => {
    const train = [1, 2, 3].map((id) => question(id));
    const preds = [1, 2, 3].map((id) => ({ id, prediction: 'x' }));
    expect(
      await refusal(
        { 'test.jsonl': [question(3), question(4)], 'train.jsonl': train, 'preds.jsonl': preds },
        oneRecording,
      ),
    ).toBe(
      'preds.jsonl: 2 of 3 predictions belong to no test item, and most of those to train items; the splits look swapped: check splits.test and splits.train',
    );
  });
});
