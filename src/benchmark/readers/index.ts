import { AuditError } from '../../errors.ts';
import { generic, genericPredictions } from './generic.ts';
import { llava, llavaAnswers, llavaQuestions } from './llava.ts';
import { lmEval, lmEvalAnswers, lmmsEval, lmmsEvalAnswers } from './lm-eval.ts';
import { msSwift } from './ms-swift.ts';
import { msSwiftInfer } from './ms-swift-infer.ts';
import type { ColumnContext, DatasetRow, FileSample, PredictionRow, Reader } from './reader.ts';
import { vlmevalkit, vlmevalkitResult } from './vlmevalkit.ts';
import { vqaJson } from './vqa-json.ts';

/** Readers of dataset files; the first that accepts a file's beginning reads it. */
export const datasetReaders: readonly Reader<DatasetRow>[] = [
  lmEval,
  lmmsEval,
  llava,
  msSwift,
  vlmevalkit,
  llavaQuestions,
  vqaJson,
  generic,
];

/** Readers of recorded answers; the first that accepts a file's beginning reads it. */
export const predictionReaders: readonly Reader<PredictionRow>[] = [
  lmEvalAnswers,
  lmmsEvalAnswers,
  msSwiftInfer,
  vlmevalkitResult,
  llavaAnswers,
  genericPredictions,
];

/**
 * The reader for a file.
 *
 * @param file Name for messages.
 * @throws {AuditError} if no reader knows the columns.
 */
export function chooseReader<Row, Context extends ColumnContext>(
  readers: readonly Reader<Row, Context>[],
  sample: FileSample,
  columns: Context['columns'],
  file: string,
): Reader<Row, Context> {
  const reader = readers.find((one) => one.sniff(sample, columns));
  if (reader) return reader;
  const names = Object.keys(sample.records[0]?.value ?? {});
  throw new AuditError({
    code: 'format-unknown',
    location: file,
    problem: `no reader (${readers.map((one) => one.id).join(', ')}) knows rows with the columns ${names.slice(0, 12).join(', ') || '(none)'}`,
    remedy: 'say what they mean under "columns" in the config',
  });
}
