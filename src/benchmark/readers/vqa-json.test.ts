import { describe, expect, test } from 'vitest';
import { gist, readDataset } from '../../../test/read-fixture.ts';

describe('VQA JSON', () => {
  test('reads VQA-RAD rows, numeric answers and columns left out included', async () => {
    const { format, rows } = await readDataset('vqa-rad-kind.json');
    expect(format).toBe('vqa-json');
    expect(rows.map(gist)).toEqual([
      {
        line: 2,
        id: '11',
        userText: 'Is there a nodule?',
        answer: 'Yes',
        answerType: 'CLOSED',
        media: ['synpic1.jpg'],
      },
      {
        line: 11,
        id: '12',
        userText: 'How many nodules?',
        answer: '4',
        answerType: 'OPEN',
        media: ['synpic1.jpg'],
      },
      {
        line: 19,
        id: '13',
        userText: 'Anything else?',
        answer: 'no',
        answerType: 'OPEN',
        media: ['synpic2.jpg'],
      },
    ]);
  });

  test('reads SLAKE rows with qid and img_name', async () => {
    const { format, rows } = await readDataset('slake-hub-kind.json');
    expect(format).toBe('vqa-json');
    expect(rows.map(gist)).toEqual([
      {
        line: 1,
        id: '0',
        userText: 'What modality is used?',
        answer: 'MRI',
        answerType: 'OPEN ',
        media: ['xmlab1/source.jpg'],
      },
    ]);
  });
});
