import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
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
  folder = await mkdtemp(join(tmpdir(), 'load-benchmark-'));
});
afterEach(() => rm(folder, { recursive: true }));

const load = (...benchmark: SmallBenchmark) => loadSmallBenchmark(folder, ...benchmark);

test('models carry how they are said to have been asked, with a checkpoint or without', async () => {
  const declared = { trainedOn: 'same-distribution', shots: 3, temperature: 0 };
  const models = { ours: { role: 'candidate', declared }, cold: { role: 'cold' } };
  const benchmark = await load({ 'test.jsonl': [question(1)] }, { models });
  expect(benchmark.models).toEqual([
    { name: 'ours', role: 'candidate', declared },
    { name: 'cold', role: 'cold' },
  ]);
});

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
    const names = ['a.nii.gz', 'b.h5', 'c.MP4', 'd.nii', 'e', 'f.png', 'g.npy', 'h.npz'];
    const rows = names.map((image, id) => ({
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
      'volume',
      'features',
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
    await mkdir(join(train, 'pictures'), { recursive: true });
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
