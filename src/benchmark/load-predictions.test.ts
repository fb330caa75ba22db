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
  folder = await mkdtemp(join(tmpdir(), 'load-predictions-'));
});
afterEach(() => rm(folder, { recursive: true }));

const load = (...benchmark: SmallBenchmark) => loadSmallBenchmark(folder, ...benchmark);

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
        models: oneRecording.models,
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
