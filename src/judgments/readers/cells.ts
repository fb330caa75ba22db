import type { JudgmentRow } from './judgment-row.ts';

type Row = Readonly<Record<string, unknown>>;

/** A cell as a trimmed text: numbers and booleans as JSON writes them; undefined for what is empty or nested. */
export function cellText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  return text === '' ? undefined : text;
}

/** The texts of several columns joined by " / "; undefined where all are empty. */
export function joinedText(row: Row, columns: readonly string[]): string | undefined {
  const texts = columns.flatMap((name) => cellText(row[name]) ?? []);
  return texts.length === 0 ? undefined : texts.join(' / ');
}

/** A cell as a number; undefined where it is empty or holds anything else. */
export function cellNumber(value: unknown): number | undefined {
  const text = cellText(value);
  const number = text === undefined || typeof value === 'boolean' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : undefined;
}

/** Whether a row has one of the named values in every named column. */
export function passesWhere(row: Row, where: Readonly<Record<string, readonly string[]>>): boolean {
  return Object.entries(where).every(([column, values]) =>
    values.includes(cellText(row[column]) ?? ''),
  );
}

/** Answers of candidates, those that the row holds. */
export function answersOf(
  ...answers: readonly (readonly [candidate: string, text: unknown])[]
): NonNullable<JudgmentRow['answers']> {
  return answers.flatMap(([candidate, text]) =>
    typeof text === 'string' ? [{ candidate, text }] : [],
  );
}
