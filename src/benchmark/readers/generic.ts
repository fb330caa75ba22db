import { asText, columnFor, commonNames } from './columns.ts';
import { flatRow } from './flat-row.ts';
import { mediaNames } from './images.ts';
import type {
  DatasetRow,
  FileSample,
  PredictionRow,
  ReadContext,
  Reader,
  Rejection,
} from './reader.ts';
import type { GoodRecord } from './records.ts';
import { isTruncated } from './truncated.ts';

/**
 * Any table or JSON rows with a question and an answer column, under their common names or those
 * of the config's `columns`.
 */
export const generic: Reader<DatasetRow> = {
  id: 'generic',
  sniff: (sample, columns) =>
    someRow(sample, (row) => columnFor(row, 'question', columns) !== undefined) &&
    someRow(sample, (row) => columnFor(row, 'answer', columns) !== undefined),
  open: (context) => ({ convert: (record) => flatRow(record, context) }),
};

/** Any table or JSON rows with a column of model answers, and an id or the question to join on. */
export const genericPredictions: Reader<PredictionRow> = {
  id: 'generic',
  sniff: (sample, columns) =>
    someRow(sample, (row) => predictionColumn(row, columns) !== undefined),
  open: (context) => ({ convert: (record) => flatPrediction(record, context) }),
};

/** A recorded answer of a record with one column a meaning. */
export function flatPrediction(
  { line, value }: GoodRecord,
  context: ReadContext,
): PredictionRow | Rejection {
  const column = predictionColumn(value, context.columns);
  const text = column === undefined ? undefined : asText(value[column]);
  if (text === undefined)
    return { line, rejected: 'no-prediction', detail: 'the row holds no answer of the model' };
  const cell = (meaning: 'id' | 'question' | 'answer'): string | undefined => {
    const found = columnFor(
      value,
      meaning,
      context.columns,
      commonNames[meaning].filter((name) => name !== column),
    );
    return found === undefined ? undefined : asText(value[found]);
  };
  const [id, userText, reference] = [cell('id'), cell('question'), cell('answer')];
  const image = columnFor(value, 'image', context.columns);
  return {
    line,
    ...(id !== undefined && { id }),
    ...(userText !== undefined && { userText }),
    ...(image !== undefined && { media: mediaNames(value[image], context) }),
    text,
    ...(reference !== undefined && { reference }),
    truncated: isTruncated(value),
  };
}

/** The column of the model's answer. It counts when it is there, even if empty: an empty answer is an answer. */
function predictionColumn(
  row: GoodRecord['value'],
  columns: ReadContext['columns'],
): string | undefined {
  return [columns.prediction, ...commonNames.prediction].find(
    (name) => name !== undefined && name in row,
  );
}

function someRow(sample: FileSample, holds: (row: GoodRecord['value']) => boolean): boolean {
  return sample.records.some(({ value }) => holds(value));
}
