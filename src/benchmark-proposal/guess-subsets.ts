import { asText, commonNames } from '../benchmark/readers/columns.ts';
import type { DatasetRow } from '../benchmark/readers/reader.ts';
import type { ColumnMap } from './survey-folder.ts';

const mostSubsets = 4;
const mostValues = 12;
const fewestRowsPerValue = 3;
const ownFields = ['modality', 'stage', 'task'] as const;
const preferred = /modality|organ|stage|task|type|category|split_?by|site|view|source/i;

/**
 * Columns by which scores are worth breaking down: few values, each with some rows.
 *
 * @param rows Rows of the test split.
 * @returns At most four names, the item's own fields first.
 */
export function guessSubsets(rows: readonly DatasetRow[], columns: ColumnMap): string[] {
  const own = ownFields.filter((field) => {
    const names = [columns[field], ...commonNames[field]].filter((name) => name !== undefined);
    return names.some((name) => divides(rows, name));
  });
  const skipped = new Set(['split', ...ownFields.flatMap((field) => commonNames[field])]);
  const others = [...new Set(rows.flatMap((row) => Object.keys(row.columns)))].filter(
    (name) =>
      !skipped.has(name) && !rows.some((row) => row.consumed.has(name)) && divides(rows, name),
  );
  if (rows.some((row) => row.answerType !== undefined)) others.unshift('answer_type');
  const liked = others.filter((name) => preferred.test(name));
  const rest = others.filter((name) => !preferred.test(name));
  return [...new Set([...own, ...liked, ...rest])].slice(0, mostSubsets);
}

function divides(rows: readonly DatasetRow[], name: string): boolean {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const value = asText(row.columns[name]);
    if (value !== undefined && value !== '') counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  if (counts.size < 2 || counts.size > mostValues) return false;
  const told = [...counts.values()].reduce((total, count) => total + count, 0);
  return told >= 0.9 * rows.length && told / counts.size >= fewestRowsPerValue;
}
