import { expect, test } from 'vitest';
import { type JournalRow, outcomeOf, readRow, writeRow } from './journal-row.ts';

test('a row keeps what the server said of itself, and compares without it', () => {
  const row: JournalRow = {
    key: '0'.repeat(32),
    model: 'served',
    condition: 'real',
    item: 'test/1',
    answer: { text: 'No.', finish: 'stop' },
    effort: { at: '2026-01-01T00:00:00Z', durationMs: 1, attempts: 1, servedBy: 'm fp_1' },
  };
  expect(readRow(writeRow(row))).toEqual(row);
  const elsewhere = { ...row, effort: { ...row.effort, servedBy: 'm fp_2' } };
  expect(outcomeOf(elsewhere)).toBe(outcomeOf(row));
});
