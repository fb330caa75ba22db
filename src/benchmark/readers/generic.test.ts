import { describe, expect, test } from 'vitest';
import { gist, readDataset } from '../../../test/read-fixture.ts';

describe('generic files', () => {
  test('reads a table under the names of the config', async () => {
    const columns = { question: 'Frage', answer: 'Antwort', image: 'Bild' };
    const { format, rows } = await readDataset('generic-semicolon.csv', columns);
    expect(format).toBe('generic');
    expect(rows.map(gist)).toEqual([
      { line: 2, userText: 'Which; side?', answer: 'Left', media: ['a.png'] },
      { line: 3, userText: 'Which organ?', answer: 'Lung', media: ['b.h5'] },
    ]);
  });

  test('says what to do about columns that no reader knows', async () => {
    await expect(readDataset('generic-semicolon.csv')).rejects.toThrow(
      'generic-semicolon.csv: no reader (lm-eval, lmms-eval, llava, ms-swift, vlmevalkit-tsv, llava-questions, vqa-json, generic) knows rows with the columns Frage, Antwort, Bild, patient; say what they mean under "columns" in the config',
    );
  });

  test('reads exported hub rows: option lists as text, indices, booleans, lists of answers', async () => {
    const { format, rows } = await readDataset('hub-export.jsonl');
    expect(format).toBe('generic');
    expect(rows.map(gist)).toEqual([
      {
        line: 1,
        id: 'm1',
        userText: '<image 1> Which <image 2>?',
        answer: 'B',
        media: ['one.png', 'two.png'],
        options: ['A Left lung', "B Right's lung"],
      },
      {
        line: 2,
        id: 'm2',
        userText: 'Which organ?',
        answer: 'A',
        media: ['three.png'],
        options: ['A Lung', 'B Liver'],
      },
      { line: 3, id: 'm3', userText: 'Is it large?', answer: 'yes', media: ['three.png'] },
      {
        line: 4,
        id: 'm4',
        userText: 'What colour?',
        answer: 'red',
        alternatives: ['dark red'],
        media: ['three.png'],
      },
    ]);
  });
});
