import { flatRow } from './flat-row.ts';
import { flatPrediction } from './generic.ts';
import { conversationRow } from './ms-swift.ts';
import type { DatasetRow, PredictionRow, Reader } from './reader.ts';

/**
 * LLaVA and ShareGPT training files: `conversations` of `from` and `value`, with `id` and `image`
 * (a path or a list of them).
 */
export const llava: Reader<DatasetRow> = {
  id: 'llava',
  sniff: ({ records }) => records.every(({ value }) => Array.isArray(value.conversations)),
  open: (context) => ({ convert: (record) => conversationRow(record, context) }),
};

/**
 * LLaVA evaluation questions: `question_id`, `image`, `text`, `category`. They carry no reference
 * answer of their own; rows without an `answer` column are dropped and counted.
 */
export const llavaQuestions: Reader<DatasetRow> = {
  id: 'llava-questions',
  sniff: ({ records }) =>
    records.every(
      ({ value }) =>
        'question_id' in value && 'text' in value && !('question' in value) && !('prompt' in value),
    ),
  open: (context) => ({
    convert: (record) => flatRow(record, context, { names: { question: ['text'] } }),
  }),
};

/** LLaVA evaluation answers: `question_id`, `prompt` (the question), `text` (the model's answer), `model_id`. */
export const llavaAnswers: Reader<PredictionRow> = {
  id: 'llava-answers',
  sniff: ({ records }) =>
    records.every(
      ({ value }) =>
        'question_id' in value && 'prompt' in value && 'text' in value && !('prediction' in value),
    ),
  open: (context) => ({ convert: (record) => flatPrediction(record, context) }),
};
