import { contentHash } from '../../../src/benchmark/content-hash.ts';
import type { ControlRecording, DemoAnswer, DemoAnswers } from './answers.ts';
import type { DemoItem } from './items.ts';
import type { DemoJudgment } from './judgments.ts';

/** A file of the demo: path below `examples/demo` and its text. */
export interface TextFile {
  readonly path: string;
  readonly text: string;
}

/** ms-swift lists volumes as videos, and the features of slides as images. */
function isVolume(path: string): boolean {
  return path.endsWith('.nii');
}

/** The user's message of an item, as ms-swift writes it. */
function userText({ question, options, picture }: DemoItem): string {
  const tag = isVolume(picture) ? '<video>' : '<image>';
  const lines = options.map((option, index) => `${String.fromCharCode(65 + index)}. ${option}`);
  return [tag, question, ...lines.map((line) => `\n${line}`)].join('');
}

/**
 * Data files in ms-swift's dataset format. One training file is a JSON array, the others are JSON
 * Lines; one training row is there twice and one has an `<image>` tag too many.
 */
export function dataFiles(items: readonly DemoItem[]): TextFile[] {
  const rowsOf = (split: string, task: string): unknown[] =>
    items
      .filter((item) => item.split === split && item.task === task)
      .map((item) => datasetRow(item));
  const trainClosed = rowsOf('train', 'closed');
  const trainOpen = items.filter((item) => item.split === 'train' && item.task === 'open');
  const openRows = trainOpen.map((item, index) => datasetRow(item, index === 4 ? '<image>' : ''));
  return [
    { path: 'data/test/closed.jsonl', text: jsonLines(rowsOf('test', 'closed')) },
    { path: 'data/test/open.jsonl', text: jsonLines(rowsOf('test', 'open')) },
    { path: 'data/train/closed.jsonl', text: jsonLines([...trainClosed, trainClosed[10]]) },
    { path: 'data/train/open.json', text: jsonArray(openRows) },
  ];
}

interface DatasetRow {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly images?: readonly string[];
  readonly videos?: readonly string[];
}

function datasetRow(item: DemoItem, surplusTag = ''): DatasetRow {
  return {
    messages: [
      {
        role: 'system',
        content: `You read medical pictures and answer briefly. Stage: ${item.stage}.`,
      },
      { role: 'user', content: surplusTag + userText(item) },
      { role: 'assistant', content: item.answer },
    ],
    ...(isVolume(item.picture) ? { videos: [item.picture] } : { images: [item.picture] }),
  };
}

/** Prediction files in the format of `swift infer --result_path`, with what goes wrong in practice. */
export function predictionFiles(answers: DemoAnswers): TextFile[] {
  const specialist = answers.specialist.map((answer) => inferRow(answer, ''));
  const rerun = inferRow({ ...(answers.specialist[7] as DemoAnswer), text: 'A' }, '');
  const unknown = inferRow(unknownAnswer(answers.specialist[0] as DemoAnswer), '');
  const generalist = answers.generalist.map((answer, index) =>
    inferRow(index === 3 ? { ...answer, text: '' } : answer, 'images/'),
  );
  const cut = JSON.stringify(generalist[20]).slice(0, 180);
  return [
    {
      // A first, interrupted pass stands before the second: the later answer counts.
      path: 'predictions/specialist.json',
      text: jsonLines([
        rerun,
        ...specialist.filter((_, index) => index !== unansweredIndex),
        unknown,
      ]),
    },
    {
      path: 'predictions/finetuned.jsonl',
      text: jsonLines(answers.finetuned.map((answer) => inferRow(answer, 'demo/images/'))),
    },
    {
      path: 'predictions/generalist.jsonl',
      text: `${jsonLines(generalist.slice(0, 20))}${cut}\n${jsonLines(generalist.slice(20))}`,
    },
  ];
}

/**
 * Answers under the controls, a file each. A row names its item by id, as question and picture are
 * not those of the data any more; the demo's rows have no id, so it is that of their content.
 */
export function controlFiles(recordings: readonly ControlRecording[]): TextFile[] {
  return recordings.map(({ model, condition, answers }) => ({
    path: `predictions/controls/${model}-${condition}.jsonl`,
    text: jsonLines(
      answers.map(({ item, text }) => ({
        id: contentHash(userText(item), [item.picture]),
        prediction: text,
      })),
    ),
  }));
}

/** The judgments as a table. Items are named by the hash of their content, as their rows have no id. */
export function judgmentFile(judgments: readonly DemoJudgment[]): TextFile {
  const rows = judgments.map(({ item, grader, model, score }) =>
    [contentHash(userText(item), [item.picture]), grader, model, score ?? ''].join(','),
  );
  return {
    path: 'predictions/judgments.csv',
    text: `${['item,grader,model,score', ...rows].join('\n')}\n`,
  };
}

/** Place of the test item that the specialist does not answer. */
export const unansweredIndex = 12;

/** An answer about a picture that was in an earlier version of the test split. */
function unknownAnswer(answer: DemoAnswer): DemoAnswer {
  return { ...answer, item: { ...answer.item, picture: 'fundus/F099_E1_1.png' } };
}

function inferRow({ item, text }: DemoAnswer, folder: string): unknown {
  const { messages } = datasetRow(item);
  return {
    response: text,
    labels: item.answer,
    logprobs: null,
    messages: [...messages.slice(0, 2), { role: 'assistant', content: text }],
    ...(isVolume(item.picture)
      ? { videos: [folder + item.picture] }
      : { images: [{ bytes: null, path: folder + item.picture }] }),
  };
}

function jsonLines(rows: readonly unknown[]): string {
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

function jsonArray(rows: readonly unknown[]): string {
  return `[\n${rows.map((row) => JSON.stringify(row)).join(',\n')}\n]\n`;
}
