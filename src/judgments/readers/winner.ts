import { AuditError } from '../../errors.ts';

const firstWords = new Set([
  '1',
  '1.0',
  'a',
  'first',
  'model_1',
  'model_a',
  'answer_1',
  'output_1',
  'left',
  'a>b',
]);
const secondWords = new Set([
  '2',
  '2.0',
  'b',
  'second',
  'model_2',
  'model_b',
  'answer_2',
  'output_2',
  'right',
  'b>a',
]);
const tieWords = new Set([
  'tie',
  'equal',
  'draw',
  'both',
  'neither',
  '0.5',
  '1.5',
  'c',
  'a=b',
  'tie (bothbad)',
]);

/** The two answers that a winner is one of, as the row names them. */
export interface Contestants {
  readonly first: string;
  readonly second: string;
}

/**
 * What a cell says about which of two answers is better: their names, 1 or 2, A or B, first or
 * second, tie, equal, C or 0.5.
 *
 * @param cell The text; undefined for an empty cell.
 * @param at The row, for messages: `verdicts.csv:12`.
 * @returns 1 for the first as the columns list them, 0 for the second, 0.5 for a tie, else undefined.
 * @throws {AuditError} for `0`, which is the first of two to some and a tie to others.
 */
export function parseWinner(
  cell: string | undefined,
  { first, second }: Contestants,
  at: string,
): number | undefined {
  if (cell === undefined) return undefined;
  if (cell === first) return 1;
  if (cell === second) return 0;
  const word = cell.toLowerCase().replaceAll(/[[\]]/g, '').trim();
  if (firstWords.has(word)) return 1;
  if (secondWords.has(word)) return 0;
  if (tieWords.has(word)) return 0.5;
  if (!/^0(?:\.0)?$/.test(word)) return undefined;
  throw new AuditError({
    code: 'judgment-ambiguous',
    location: at,
    problem: 'the winner "0" is the first of two to some and a tie to others',
    remedy: 'write 1, 2 or tie, or the names of the models',
  });
}
