import { describe, expect, test } from 'vitest';
import { gist, readDataset, readPredictions } from '../../../test/read-fixture.ts';

describe('LLaVA and ShareGPT', () => {
  test('reads conversations with one image, a list and none', async () => {
    const { format, rows } = await readDataset('llava-conversations.json');
    expect(format).toBe('llava');
    expect(rows.map(gist)).toEqual([
      {
        line: 1,
        id: '000001',
        userText: '<image>\nWhat is it?',
        answer: 'A mass.',
        media: ['a.png'],
      },
      {
        line: 2,
        id: '2',
        userText: '<image><image>Same?',
        answer: 'yes',
        media: ['a.png', 'b.png'],
      },
      { line: 3, id: '3', system: 'Be brief', userText: 'Why?', answer: 'Because.', media: [] },
    ]);
  });

  test('reads evaluation questions, whose text is the question', async () => {
    const { format, rows } = await readDataset('llava-questions.jsonl');
    expect(format).toBe('llava-questions');
    expect(rows.map(gist)).toEqual([
      { line: 1, id: '7', userText: 'Describe the picture.', answer: 'A dog.', media: ['x.jpg'] },
      { line: 2, id: '8', userText: 'And now?', answer: '', media: ['x.jpg'] },
    ]);
  });

  test('reads evaluation answers, whose text is the answer', async () => {
    expect(await readPredictions('llava-answers.jsonl')).toEqual({
      format: 'llava-answers',
      rows: [
        { line: 1, id: '7', userText: 'Describe the picture.', text: 'A cat.', truncated: false },
      ],
      dropped: {},
    });
  });
});
