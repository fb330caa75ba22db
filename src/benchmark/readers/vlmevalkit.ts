import { asList, asText, isPresent } from './columns.ts';
import { flatRow } from './flat-row.ts';
import { flatPrediction } from './generic.ts';
import { isInlineImage, mediaNames } from './images.ts';
import type {
  DatasetRow,
  FileSample,
  PredictionRow,
  ReadContext,
  Reader,
  Rejection,
  RowConverter,
} from './reader.ts';
import type { GoodRecord } from './records.ts';

/** Rows from this index on repeat an earlier question with its options rotated. */
const firstCircularIndex = 1_000_000;

/** Longest cell that VLMEvalKit takes for the index of another row rather than for a picture. */
const longestIndex = 64;

/** The longest text an Excel cell holds; VLMEvalKit writes xlsx by default and longer answers are cut. */
const excelCellLength = 32_767;

/**
 * VLMEvalKit datasets: a table with `index`, `question`, `A` … `F`, `answer` and pictures as base64,
 * as a Python list of base64, as a path, or as the index of the row whose picture is shown again.
 *
 * Circular rows (index from 1,000,000) are items of their own with the attribute `circular: rotated`.
 * The hint, which models are shown, goes before the question.
 *
 * Source: open-compass/VLMEvalKit, vlmeval/dataset/image_base.py.
 */
export const vlmevalkit: Reader<DatasetRow> = {
  id: 'vlmevalkit-tsv',
  sniff: (sample) => hasColumns(sample, ['index', 'question', 'answer']) && hasPictures(sample),
  open: (context) => new VlmevalkitConverter(context),
};

/** VLMEvalKit results: `index` and `prediction`, mostly with the dataset's columns; a failed request is no answer. */
export const vlmevalkitResult: Reader<PredictionRow> = {
  id: 'vlmevalkit-result',
  sniff: (sample) => hasColumns(sample, ['index', 'prediction']),
  open: (context) => ({
    convert: (record) => {
      const row = flatPrediction(record, context);
      if ('rejected' in row) return row;
      if (row.text.startsWith('Failed to obtain answer')) {
        return { line: row.line, rejected: 'failed-request', detail: row.text.slice(0, 80) };
      }
      return row.text.length >= excelCellLength ? { ...row, truncated: true } : row;
    },
  }),
};

function hasColumns({ records }: FileSample, names: readonly string[]): boolean {
  return records.every(({ value }) => names.every((name) => name in value));
}

function hasPictures({ records }: FileSample): boolean {
  return records.some(
    ({ value }) => isPresent(value.image) || isPresent(value.image_path) || isPresent(value.A),
  );
}

class VlmevalkitConverter implements RowConverter<DatasetRow> {
  readonly #context: ReadContext;
  readonly #mediaOfIndex = new Map<string, readonly string[]>();
  /** Rows that show the picture of a row further down. */
  readonly #waiting: GoodRecord[] = [];

  constructor(context: ReadContext) {
    this.#context = context;
  }

  convert(record: GoodRecord): DatasetRow | Rejection | undefined {
    const reused = reusedIndex(record.value.image);
    if (reused !== undefined && !this.#mediaOfIndex.has(reused)) {
      this.#waiting.push(record);
      return undefined;
    }
    return this.#row(record, reused);
  }

  finish(): readonly DatasetRow[] {
    return this.#waiting.map((record) => this.#row(record, reusedIndex(record.value.image)));
  }

  #row(record: GoodRecord, reused: string | undefined): DatasetRow {
    const index = asText(record.value.index) ?? '';
    const media =
      reused === undefined ? this.#ownMedia(record.value) : (this.#mediaOfIndex.get(reused) ?? []);
    this.#mediaOfIndex.set(index, media);
    const missing = reused !== undefined && media.length === 0;
    const detail = `the picture of index ${reused} is shown again, but no such row has one`;
    const row = flatRow(record, this.#context, {
      media,
      remarks: missing ? [{ reason: 'unknown-image-index', detail }] : [],
    });
    const hint = asText(record.value.hint);
    const circular = Number(index) >= firstCircularIndex;
    return {
      ...row,
      ...(hint && { userText: `${hint}\n${row.userText}` }),
      ...(circular && { columns: { ...row.columns, circular: 'rotated' } }),
      consumed: new Set([...row.consumed, 'index', 'image', 'image_path', 'hint']),
    };
  }

  #ownMedia({ image, image_path }: GoodRecord['value']): readonly string[] {
    const inline = mediaNames(image, this.#context);
    return inline.length > 0 ? inline : mediaNames(image_path, this.#context);
  }
}

/** The index of the row whose picture a cell refers to; undefined for pictures, paths and lists. */
function reusedIndex(cell: unknown): string | undefined {
  const text = asText(cell);
  if (text === undefined || text.length > longestIndex || isInlineImage(text)) return undefined;
  return /^\d+$/.test(text) && asList(text).length === 1 ? text : undefined;
}
