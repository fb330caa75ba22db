import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { Ledger } from '../ledger.ts';
import { readRows } from '../read-rows.ts';
import { datasetReaders, predictionReaders } from './index.ts';
import type { DatasetRow, PredictionRow, ReadContext, Reader } from './reader.ts';

/** Reads a fixture with whichever reader claims it. */
async function readFixture<Row extends { readonly line: number }>(
  name: string,
  readers: readonly Reader<Row>[],
  columns: ReadContext['columns'] = {},
): Promise<{ format: string; rows: Row[]; dropped: Readonly<Record<string, number>> }> {
  const path = fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url));
  const rows: Row[] = [];
  const ledgers: Ledger[] = [];
  const { format } = await readRows(
    { path, file: name },
    readers,
    { columns, storeInline: (bytes) => `inline:${bytes.subarray(-18, -14).toString('hex')}` },
    (reader) => {
      const ledger = new Ledger({ file: name, role: 'test', format: reader });
      ledgers.push(ledger);
      return ledger;
    },
    (row) => rows.push(row),
  );
  return { format, rows, dropped: ledgers[0]!.entry().dropped };
}

const readDataset = (name: string, columns?: ReadContext['columns']) =>
  readFixture(name, datasetReaders, columns);
const readPredictions = (name: string) => readFixture(name, predictionReaders);

/** The parts of a row that formats differ in. */
function gist(row: DatasetRow): Record<string, unknown> {
  const { columns: _columns, consumed: _consumed, line, options, boxes, remarks, ...rest } = row;
  return {
    line,
    ...rest,
    ...(options.length > 0 && { options: options.map(({ label, text }) => `${label} ${text}`) }),
    ...(boxes.length > 0 && { boxes }),
    ...(remarks.length > 0 && { remarks: remarks.map(({ reason }) => reason) }),
  };
}

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
