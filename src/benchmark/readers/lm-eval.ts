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

type Row = GoodRecord['value'];

const ownIds = commonNames.id.filter((name) => name !== 'doc_id');

/**
 * lm-evaluation-harness samples (`samples_{task}_{date}.jsonl`) as a dataset: the question, options
 * and answer of `doc`, else the prompt and the target. A document that several filters repeat is
 * one item; the other lines count as duplicates.
 */
export const lmEval: Reader<DatasetRow> = {
  id: 'lm-eval',
  sniff: isLmEval,
  open: (context) => ({ convert: (record) => lmEvalItem(record, context) }),
};

/** lmms-eval samples (`{date}_samples_{task}.jsonl`) as a dataset: `input` and `target`. */
export const lmmsEval: Reader<DatasetRow> = {
  id: 'lmms-eval',
  sniff: isLmmsEval,
  open: (context) => ({
    convert: (record) =>
      flatRow(pick(record, ['doc_id', 'input', 'target', 'input_media']), context, {
        names: { id: ['doc_id'], question: ['input'], answer: ['target'], image: ['input_media'] },
      }),
  }),
};

/**
 * lm-evaluation-harness samples as recorded answers: what the model said (`resps`) before any
 * filter; of log-likelihoods, the letter of the likeliest choice.
 */
export const lmEvalAnswers: Reader<PredictionRow> = {
  id: 'lm-eval',
  sniff: isLmEval,
  open: (context) => ({
    convert: (record) => {
      const item = lmEvalItem(record, context);
      return answerRow(record, item.id, item.userText, item.media);
    },
  }),
};

/** lmms-eval samples as recorded answers: `resps` where it is kept, else `filtered_resps`. */
export const lmmsEvalAnswers: Reader<PredictionRow> = {
  id: 'lmms-eval',
  sniff: isLmmsEval,
  open: (context) => ({
    convert: (record) =>
      answerRow(
        record,
        asText(record.value.doc_id),
        asText(record.value.input) ?? '',
        mediaNames(record.value.input_media, context),
      ),
  }),
};

function isLmEval({ records }: FileSample): boolean {
  return records.every(
    ({ value }) =>
      'doc_id' in value && isRow(value.doc) && ('resps' in value || 'filtered_resps' in value),
  );
}

function isLmmsEval({ records }: FileSample): boolean {
  return records.every(
    ({ value }) => 'doc_id' in value && 'input' in value && 'target' in value && !('doc' in value),
  );
}

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function pick({ line, value }: GoodRecord, names: readonly string[]): GoodRecord {
  return {
    line,
    value: Object.fromEntries(
      names.filter((name) => name in value).map((name) => [name, value[name]]),
    ),
  };
}

function lmEvalItem({ line, value }: GoodRecord, context: ReadContext): DatasetRow {
  const doc = value.doc as Row;
  const row = flatRow({ line, value: doc }, context, { names: { id: ownIds } });
  const id =
    columnFor(doc, 'id', context.columns, ownIds) === undefined ? asText(value.doc_id) : row.id;
  return {
    ...row,
    ...(id !== undefined && { id }),
    userText: row.userText || promptOf(value.arguments),
    answer: row.answer || (asText(value.target) ?? ''),
  };
}

/** The first prompt of `arguments`: `{gen_args_0: {arg_0: prompt}}`, or `[[prompt, …]]` in older files. */
function promptOf(requests: unknown): string {
  if (typeof requests !== 'object' || requests === null) return '';
  const first: unknown = Object.values(requests)[0];
  if (typeof first !== 'object' || first === null) return '';
  return asText(Object.values(first)[0]) ?? '';
}

function answerRow(
  { line, value }: GoodRecord,
  id: string | undefined,
  userText: string,
  media: readonly string[],
): PredictionRow | Rejection {
  const text = answerOf(value.resps) ?? answerOf(value.filtered_resps);
  if (text === undefined)
    return { line, rejected: 'no-prediction', detail: 'the row holds no response' };
  return { line, ...(id !== undefined && { id }), userText, media, text, truncated: false };
}

/** The first text of nested responses, or the letter of the largest log-likelihood. */
function answerOf(responses: unknown): string | undefined {
  const likelihoods = Array.isArray(responses) ? responses.map(likelihoodOf) : [];
  if (likelihoods.length > 1 && likelihoods.every((value) => value !== undefined)) {
    const best = likelihoods.indexOf(Math.max(...likelihoods));
    return String.fromCharCode(65 + best);
  }
  let first: unknown = responses;
  while (Array.isArray(first)) first = first[0];
  return asText(first);
}

/** The log-likelihood of a pair `[value, is_greedy]`, however deeply wrapped; values may be written as text. */
function likelihoodOf(response: unknown): number | undefined {
  let pair: unknown = response;
  while (Array.isArray(pair) && pair.length === 1) pair = pair[0];
  if (!Array.isArray(pair) || pair.length !== 2 || !/^(true|false)$/i.test(String(pair[1])))
    return undefined;
  const value = Number(pair[0]);
  return Number.isFinite(value) ? value : undefined;
}
