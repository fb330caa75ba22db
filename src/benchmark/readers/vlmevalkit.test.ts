import { describe, expect, test } from 'vitest';
import { readDataset, readPredictions } from '../../../test/read-fixture.ts';

describe('VLMEvalKit', () => {
  test('resolves pictures in base64, by index before and behind, and in lists', async () => {
    const { format, rows } = await readDataset('vlmevalkit-named-json.json');
    expect(format).toBe('vlmevalkit-tsv');
    const media = Object.fromEntries(rows.map((row) => [row.id, row.media]));
    const [first, second] = [media['0']![0]!, media['3']![0]!];
    expect(first).not.toBe(second);
    expect(media).toEqual({
      '0': [first],
      '1': [first],
      '2': [second],
      '3': [second],
      '4': [first, second],
      '5': [],
      '1000000': [first],
    });
    expect(rows.find((row) => row.id === '5')!.remarks.map(({ reason }) => reason)).toEqual([
      'unknown-image-index',
    ]);
  });

  test('takes options from the letter columns and puts the hint before the question', async () => {
    const { rows } = await readDataset('vlmevalkit-named-json.json');
    expect(rows[1]).toMatchObject({
      line: 3,
      userText: 'Look left.\nIs there a mass?',
      options: [
        { label: 'A', text: 'Yes' },
        { label: 'B', text: 'No' },
      ],
      answer: 'A',
    });
    expect(rows[2]!.userText).toBe('Name the "organ".');
  });

  test('marks circular rows', async () => {
    const { rows } = await readDataset('vlmevalkit-named-json.json');
    expect(rows.filter((row) => row.columns.circular === 'rotated').map((row) => row.id)).toEqual([
      '1000000',
    ]);
  });

  test('reads results, line breaks in cells included, and takes a failed request for no answer', async () => {
    const row = { truncated: false };
    expect(await readPredictions('vlmevalkit-result.csv')).toEqual({
      format: 'vlmevalkit-result',
      rows: [
        { ...row, line: 2, id: '0', userText: 'Which modality?', text: 'C', reference: 'C' },
        {
          ...row,
          line: 3,
          id: '1',
          userText: 'Is there a mass?',
          text: 'The answer is (A)\nbecause of it',
          reference: 'A',
        },
        { ...row, line: 6, id: '3', userText: 'Name the "organ".', text: '', reference: 'A' },
      ],
      dropped: { 'failed-request': 1 },
    });
  });
});
