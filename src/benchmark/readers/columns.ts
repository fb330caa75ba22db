import type { ColumnMeaning } from '../config-schema.ts';
import type { ReadContext } from './reader.ts';

type Columns = Readonly<Record<string, unknown>>;

/** Names that formats use for a meaning, the most telling first; the config's column map goes before them. */
export const commonNames: Readonly<Record<ColumnMeaning, readonly string[]>> = {
  id: ['question_id', 'qid', 'id', 'index', 'doc_id', 'custom_id', 'sample_id'],
  question: ['question', 'query', 'instruction', 'prompt', 'text', 'input'],
  answer: [
    'answer',
    'multiple_choice_answer',
    'answers',
    'label',
    'labels',
    'target',
    'gold',
    'gt_answer',
    'ground_truth',
  ],
  image: [
    'image_name',
    'img_name',
    'image_path',
    'img_path',
    'image',
    'images',
    'image_file',
    'img',
  ],
  options: ['options', 'choices'],
  answerType: ['answer_type', 'answerType'],
  system: ['system', 'system_prompt'],
  task: ['task'],
  modality: ['modality'],
  stage: ['stage'],
  patient: ['patient', 'patient_id'],
  exam: ['exam', 'exam_id', 'study_id'],
  prediction: [
    'prediction',
    'response',
    'output',
    'model_answer',
    'model_output',
    'pred',
    'answer',
    'text',
  ],
};

/**
 * The name of the column that holds a meaning in this row.
 *
 * @returns The config's name if the row has it, else the first common name that holds something.
 */
export function columnFor(
  row: Columns,
  meaning: ColumnMeaning,
  columns: ReadContext['columns'],
  names: readonly string[] = commonNames[meaning],
): string | undefined {
  const configured = columns[meaning];
  if (configured !== undefined && configured in row) return configured;
  return names.find((name) => isPresent(row[name]));
}

/** Whether a cell holds something: not null, not an empty text. */
export function isPresent(value: unknown): boolean {
  return value !== undefined && value !== null && value !== '';
}

/**
 * A cell as text: numbers and booleans as written (booleans as yes and no), lists and objects not.
 *
 * @returns undefined for null, lists, objects and numbers that are not finite.
 */
export function asText(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : undefined;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return undefined;
}

/**
 * A cell as a list: a list, the text of a Python or JSON list (`['a', 'b']`), or the single value.
 */
export function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  if (!isPresent(value)) return [];
  if (typeof value === 'string' && value.startsWith('[') && value.trimEnd().endsWith(']')) {
    return parseListLiteral(value) ?? [value];
  }
  return [value];
}

const listItem = /\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"|([^\s,'"[\]]+))\s*(,|\]$)/sy;

/** Strings of a flat Python or JSON list literal; undefined if it is none. Never evaluates anything. */
function parseListLiteral(literal: string): string[] | undefined {
  const text = literal.trim();
  if (text === '[]') return [];
  const found: string[] = [];
  listItem.lastIndex = 1;
  for (;;) {
    const match = listItem.exec(text);
    if (!match) return undefined;
    const [, single, double, bare, end] = match;
    found.push((single ?? double)?.replaceAll(/\\(.)/gs, unescapeCharacter) ?? bare!);
    if (end !== ',') return found;
    if (text.slice(listItem.lastIndex).trim() === ']') return found;
  }
}

function unescapeCharacter(_escape: string, character: string): string {
  return { n: '\n', t: '\t', r: '\r' }[character] ?? character;
}
