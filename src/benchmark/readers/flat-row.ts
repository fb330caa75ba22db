import type { AnswerOption, Box } from '../benchmark.ts';
import type { ColumnMeaning } from '../config-schema.ts';
import { asList, asText, columnFor, isPresent } from './columns.ts';
import { mediaNames } from './images.ts';
import type { DatasetRow, ReadContext } from './reader.ts';
import type { GoodRecord } from './records.ts';

/** What a format knows better than the common column names. */
export interface FlatHints {
  readonly names?: Readonly<Partial<Record<ColumnMeaning, readonly string[]>>>;
  /** Media of the row, where the format finds them in its own way. */
  readonly media?: readonly string[];
  readonly remarks?: DatasetRow['remarks'];
}

const letterColumns = ['A', 'B', 'C', 'D', 'E', 'F', 'G', 'H'];
const numberedImages = Array.from({ length: 9 }, (_, index) => `image_${index + 1}`);
const boxColumns = ['bbox', 'boxes', 'bboxes'];

/**
 * A dataset row of a record with one column a meaning: VQA JSON, CSV and TSV tables, exported
 * Hugging Face rows. Options come from `A` … `H`, `options` or `choices`; the answer may be a
 * letter, a 0-based index into a list of options, text, a list of accepted texts, or a boolean.
 */
export function flatRow(
  record: GoodRecord,
  context: ReadContext,
  hints: FlatHints = {},
): DatasetRow {
  const row = record.value;
  const consumed = new Set<string>([...letterColumns, ...numberedImages, ...boxColumns]);
  const find = (meaning: ColumnMeaning): unknown => {
    const column = columnFor(row, meaning, context.columns, hints.names?.[meaning]);
    if (column !== undefined) consumed.add(column);
    return column === undefined ? undefined : row[column];
  };
  const listed = asList(find('options')).map((option) => asText(option) ?? '');
  const options = listed.length > 0 ? labelled(listed) : letterOptions(row);
  const answers = acceptedAnswers(find('answer'), listed);
  const [id, system, answerType] = [
    asText(find('id')),
    asText(find('system')),
    asText(find('answerType')),
  ];
  const media = hints.media ?? mediaOf(row, find('image'), context);
  return {
    line: record.line,
    ...(id !== undefined && { id }),
    ...(system !== undefined && { system }),
    userText: asText(find('question')) ?? '',
    options,
    answer: answers[0] ?? '',
    ...(answers.length > 1 && { alternatives: answers.slice(1) }),
    ...(answerType !== undefined && { answerType }),
    boxes: boxColumns.flatMap((column) => readBoxes(row[column])),
    media,
    columns: row,
    consumed,
    remarks: hints.remarks ?? [],
  };
}

function mediaOf(row: GoodRecord['value'], cell: unknown, context: ReadContext): readonly string[] {
  const single = mediaNames(cell, context);
  return single.length > 0
    ? single
    : numberedImages.flatMap((column) => mediaNames(row[column], context));
}

function letterOptions(row: GoodRecord['value']): AnswerOption[] {
  const texts: string[] = [];
  for (const letter of letterColumns) {
    const text = asText(row[letter]);
    if (!isPresent(text)) break;
    texts.push(text!);
  }
  return texts.length > 1 ? labelled(texts) : [];
}

function labelled(texts: readonly string[]): AnswerOption[] {
  return texts.map((text, index) => ({ label: String.fromCharCode(65 + index), text }));
}

/** The answers a cell gives, the reference first, repeats left out; an index becomes its letter. */
function acceptedAnswers(cell: unknown, options: readonly string[]): string[] {
  const entries = Array.isArray(cell) ? cell : [cell];
  const texts = entries.map((entry) => {
    const plain =
      typeof entry === 'object' && entry !== null ? (entry as { answer?: unknown }).answer : entry;
    return letterOfIndex(plain, options) ?? asText(plain)?.trim() ?? '';
  });
  return [...new Set(texts.filter((text) => text !== ''))];
}

function letterOfIndex(answer: unknown, options: readonly string[]): string | undefined {
  const isIndex =
    typeof answer === 'number' || (typeof answer === 'string' && /^\d+$/.test(answer));
  if (!isIndex || (typeof answer === 'string' && options.includes(answer))) return undefined;
  const index = Number(answer);
  return Number.isInteger(index) && index >= 0 && index < options.length
    ? String.fromCharCode(65 + index)
    : undefined;
}

/**
 * Boxes of a cell: one `[x1, y1, x2, y2]` or a list of them; anything else is no box.
 */
export function readBoxes(cell: unknown): Box[] {
  if (!Array.isArray(cell)) return [];
  if (cell.length === 4 && cell.every((value) => typeof value === 'number'))
    return [cell as unknown as Box];
  return cell.flatMap((entry) => (Array.isArray(entry) ? readBoxes(entry) : []));
}
