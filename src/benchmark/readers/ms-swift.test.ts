import { describe, expect, test } from 'vitest';
import { gist, readDataset, readPredictions } from '../../../test/read-fixture.ts';
import type { PredictionRow } from './reader.ts';

describe('ms-swift datasets', () => {
  test('reads messages with one, several and single-string images', async () => {
    const { format, rows } = await readDataset('ms-swift-messages.jsonl');
    expect(format).toBe('ms-swift');
    expect(rows.map(gist)).toEqual([
      {
        line: 1,
        system: 'Stage: screening',
        userText: '<image>Is there a mass? A. Yes B. No',
        answer: 'A',
        media: ['mammo/P1_E1/a.png'],
      },
      {
        line: 2,
        userText: '<image><image>Compare the views.',
        answer: 'No change.',
        media: ['cc.png', 'mlo.png'],
      },
      { line: 3, userText: '<image>What is shown?', answer: 'A cyst.', media: ['single.png'] },
      {
        line: 4,
        userText: '<image>And this?',
        answer: 'A clip.',
        media: ['part.png'],
      },
      {
        line: 5,
        userText: 'No placeholder?',
        answer: 'None.',
        media: ['surplus.png'],
        remarks: ['media-count-differs'],
      },
    ]);
  });

  test('reads an array, fills in what is referred to and tells asked from shown boxes', async () => {
    const { format, rows } = await readDataset('ms-swift-array-named-txt.txt');
    expect(format).toBe('ms-swift');
    expect(rows.map(gist)).toEqual([
      {
        line: 2,
        userText: '<image>Locate <ref-object>',
        question: 'Locate the mass',
        answer: '<bbox>',
        media: ['a.png'],
        boxes: [[331.5, 761.4, 853.5, 1594.8]],
      },
      {
        line: 4,
        userText: '<image>Describe <bbox>',
        answer: 'A round mass.',
        media: ['a.png'],
        remarks: ['box-in-question'],
      },
    ]);
  });

  test('reads query, response and history', async () => {
    const { format, rows } = await readDataset('ms-swift-query-response.jsonl');
    expect(format).toBe('ms-swift');
    expect(rows.map(gist)).toEqual([
      {
        line: 1,
        system: 'Be brief',
        userText: 'Hello\n<image>What is it?',
        answer: 'A volume.',
        media: ['b.nii.gz'],
      },
    ]);
  });

  test('reads Alpaca rows', async () => {
    const { format, rows } = await readDataset('ms-swift-alpaca.jsonl');
    expect(format).toBe('ms-swift');
    expect(rows.map(gist)).toEqual([
      { line: 1, userText: 'Name the organ.\nIt is in the chest.', answer: 'Lung', media: [] },
    ]);
  });

  test('reads ShareGPT pairs, the last one as the answer', async () => {
    const { format, rows } = await readDataset('ms-swift-sharegpt-pairs.jsonl');
    expect(format).toBe('ms-swift');
    expect(rows.map(gist)).toEqual([
      { line: 1, system: 'Be brief', userText: 'One?\nTwo?', answer: '2', media: [] },
    ]);
  });
});

describe('ms-swift inference results', () => {
  test('reads JSON Lines in a file named .json', async () => {
    const { format, rows } = await readPredictions('ms-swift-infer-named-json.json');
    expect(format).toBe('ms-swift-infer');
    expect(
      rows.map(({ text, reference, truncated }: PredictionRow) => [text, reference, truncated]),
    ).toEqual([
      ['B', 'A', false],
      ['', 'No change.', false],
      ['Unknown', '?', false],
      ['A', 'A', true],
    ]);
    expect(rows[0]!.media).toEqual(['/data/resized/mammo/P1_E1/a.png']);
  });
});
