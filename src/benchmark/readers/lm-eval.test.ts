import { describe, expect, test } from 'vitest';
import { gist, readDataset, readPredictions } from '../../../test/read-fixture.ts';

describe('lm-eval and lmms-eval samples', () => {
  test('reads documents, with the prompt and target where they say nothing', async () => {
    const { format, rows } = await readDataset('lm-eval-samples.jsonl');
    expect(format).toBe('lm-eval');
    expect(rows.map(gist)).toEqual([
      {
        line: 1,
        id: '0',
        userText: 'Which is larger?',
        answer: 'B',
        media: [],
        options: ['A Mouse', 'B Elephant'],
      },
      {
        line: 2,
        id: '0',
        userText: 'Which is larger?',
        answer: 'B',
        media: [],
        options: ['A Mouse', 'B Elephant'],
      },
      { line: 3, id: '1', userText: 'What colour is the sky?', answer: 'blue', media: [] },
      {
        line: 4,
        id: '2',
        userText: 'Which flies?',
        answer: 'B',
        media: [],
        options: ['A Cow', 'B Bird'],
      },
    ]);
  });

  test('takes what the model said before any filter, and the likeliest choice', async () => {
    const { format, rows } = await readPredictions('lm-eval-samples.jsonl');
    expect(format).toBe('lm-eval');
    expect(rows.map(({ id, text }) => [id, text])).toEqual([
      ['0', 'B, I think'],
      ['0', 'B, I think'],
      ['1', 'blue'],
      ['2', 'B'],
    ]);
  });

  test('reads lmms-eval inputs and targets', async () => {
    const { format, rows } = await readDataset('lmms-eval-samples.jsonl');
    expect(format).toBe('lmms-eval');
    expect(rows.map(({ id, answer }) => [id, answer])).toEqual([
      ['0', 'Yes'],
      ['1', 'B'],
    ]);
  });

  test('prefers unfiltered lmms-eval responses where they were kept', async () => {
    const { format, rows } = await readPredictions('lmms-eval-samples.jsonl');
    expect(format).toBe('lmms-eval');
    expect(rows.map(({ text }) => text)).toEqual(['yes', '<think>it is right</think>B']);
  });
});
