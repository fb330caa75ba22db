import { expect, test } from 'vitest';
import { asked, type PairRow } from '../fixtures/asked.ts';
import { goldAgreements } from './gold-agreement.ts';
import { goldFigure } from './gold-figure.ts';

/** Labelled pairs of one subset, of which a grader judges one in `wrongEvery` wrongly. */
function labelled(grader: string, subset: string, wrongEvery: number): PairRow[] {
  return Array.from({ length: 60 }, (_, item) => ({
    grader,
    subset,
    item: `${subset}-${item}`,
    first: 'oak-1',
    second: 'elm-1',
    gold: 1,
    preference: item % wrongEvery === 0 ? 0 : 1,
  }));
}

test('has a row for each grader and a column for each subset, and outlines what a coin would get', () => {
  const pairs = [
    ...labelled('sharp', 'easy', 10),
    ...labelled('sharp', 'all', 2),
    ...labelled('dull', 'easy', 1),
  ];
  const { rows, columns, cells } = goldFigure(goldAgreements(asked({ pairs })));
  expect(rows.map(({ label }) => label)).toEqual(['sharp', 'dull']);
  expect(columns.map(({ label }) => label)).toEqual(['all items', 'all', 'easy']);
  expect(cells.map((row) => row.map((cell) => cell && [cell.estimate.value, cell.marked]))).toEqual(
    [
      [
        [0.7, false],
        [0.5, true],
        [0.9, false],
      ],
      [[0, false], null, [0, false]],
    ],
  );
});
