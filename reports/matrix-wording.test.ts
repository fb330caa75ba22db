import { expect, test } from 'vitest';
import type { MatrixFigure, Unit } from '../src/audit/audit.ts';
import { estimate } from './fixtures/sample-estimate.ts';
import { labelRuns, matrixNumbers, upright } from './matrix-wording.ts';

function matrix(
  unit: Unit,
  value: number,
  range: MatrixFigure['range'],
  columns = 1,
): MatrixFigure {
  const cell = { estimate: estimate('', value, 0.05, [10, 10], unit), marked: false };
  return {
    kind: 'matrix',
    title: '',
    rowTitle: 'Grader',
    columnTitle: 'Candidate',
    rows: [{ label: 'a' }, { label: 'b' }],
    columns: Array.from({ length: columns }, (_, index) => ({ label: `${index}` })),
    cells: [Array.from({ length: columns }, () => cell), []],
    mark: '',
    range,
  };
}

test.each([
  ['ratio', 7.91, { lower: 0, upper: 10 }, ['7.9', '7.9 to 8.0', '0', '10']],
  ['ratio', -0.4, { lower: -1, middle: 0, upper: 1 }, ['−0.40', '−0.45 to −0.35', '−1', '+1']],
  ['score', 0.791, { lower: 0, upper: 1 }, ['79.1%', '74.1 to 84.1', '0%', '100%']],
  ['points', 0.08, { lower: -0.2, middle: 0, upper: 0.2 }, ['+8.0', '3.0 to 13.0', '−20', '+20']],
  ['points', 0.0001, { lower: -0.2, middle: 0, upper: 0.25 }, ['0.0', '−5.0 to 5.0', '−20', '+25']],
  ['proportion', 0.5, { lower: 0.125, upper: 1 }, ['50.0%', '45.0 to 55.0', '12.5%', '100%']],
] as const)('%s %d over %o reads %o', (unit, value, range, expected) => {
  const figure = matrix(unit, value, range);
  const numbers = matrixNumbers(figure);
  const cell = figure.cells[0]?.[0];
  expect([
    cell && numbers.value(cell),
    cell && numbers.interval(cell),
    numbers.end(range.lower),
    numbers.end(range.upper),
  ]).toEqual(expected);
});

test('only what is too wide is turned, and no cell is lost', () => {
  const fits = matrix('ratio', 1, { lower: 0, upper: 1 }, 8);
  expect(upright(fits)).toBe(fits);
  const wide = matrix('ratio', 1, { lower: 0, upper: 1 }, 9);
  const turned = upright(wide);
  expect([turned.rowTitle, turned.columnTitle]).toEqual(['Candidate', 'Grader']);
  expect(turned.rows).toBe(wide.columns);
  expect(turned.cells).toHaveLength(9);
  expect(turned.cells.every(([a, b]) => a === wide.cells[0]?.[0] && b === null)).toBe(true);
});

test('only neighbours stand under one group', () => {
  const labels = [
    { label: 'a', group: 'x' },
    { label: 'b', group: 'x' },
    { label: 'c' },
    { label: 'd', group: 'x' },
  ];
  expect(labelRuns(labels)).toEqual([
    {
      group: 'x',
      labels: [
        { label: 'a', index: 0 },
        { label: 'b', index: 1 },
      ],
    },
    { group: undefined, labels: [{ label: 'c', index: 2 }] },
    { group: 'x', labels: [{ label: 'd', index: 3 }] },
  ]);
});
