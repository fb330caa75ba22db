import { readFileSync } from 'node:fs';
import type { JournalRow } from '../src/run/journal-row.ts';

/** The rows of a journal, below its first line; a last line that is cut off is left out. */
export function journalRows(path: string): JournalRow[] {
  const [, ...lines] = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return lines.map((line) => JSON.parse(line) as JournalRow);
}
