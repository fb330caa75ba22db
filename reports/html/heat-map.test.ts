import { describe, expect, test } from 'vitest';
import type { MatrixFigure } from '../../src/audit/audit.ts';
import { estimate } from '../fixtures/sample-estimate.ts';
import { heatMap } from './heat-map.ts';

const cell = (value: number, marked = false): MatrixFigure['cells'][number][number] => ({
  estimate: estimate('', value, 0.3, [400, 96], 'ratio'),
  marked,
});

/** Graders by candidates: two families and one loner each way. */
const figure: MatrixFigure = {
  kind: 'matrix',
  title: 'Scores',
  rowTitle: 'Grader',
  columnTitle: 'Candidate',
  rows: [
    { label: 'judge <b>', group: 'qwen' },
    { label: 'other', group: 'gpt' },
  ],
  columns: [{ label: 'one', group: 'qwen' }, { label: 'two', group: 'qwen' }, { label: 'three' }],
  cells: [
    [cell(7.9, true), cell(0), cell(10)],
    [cell(5), null, cell(12)],
  ],
  mark: 'grader and candidate of one family',
  range: { lower: 0, upper: 10 },
};

const markup = (changes: Partial<MatrixFigure> = {}, maxRows = 150): string =>
  heatMap({ ...figure, ...changes }, maxRows).text;

const grounds = (page: string): string[] =>
  [...page.matchAll(/<td class="((?:heat|diverging)-\d)/g)].map(([, name]) => name as string);

test('a cell holds value, interval, and n for pointers and screen readers', () => {
  expect(markup()).toContain(
    '<td class="heat-7 marked group-start" title="judge &lt;b&gt;, one: 7.9, 7.6 to 8.2, n = 400 (n_eff 96); grader and candidate of one family"><b>7.9</b><small>7.6 to 8.2</small><span class="unseen">, n = 400 (n_eff 96); grader and candidate of one family</span></td>',
  );
});

test('families head their rows and span their columns', () => {
  const page = markup();
  expect(page).toContain('<th class="group" scope="colgroup" colspan="2">qwen</th>');
  expect(page).toContain('<td class="group" colspan="1"></td>');
  expect(page).toContain('<th scope="rowgroup" colspan="4"><span>gpt</span></th>');
  expect(page).toContain('<th scope="row">judge &lt;b&gt;</th>');
  expect(page.match(/<tbody>/g)).toHaveLength(2);
});

test('without families there is one row of headings', () => {
  const page = markup({
    rows: figure.rows.map(({ label }) => ({ label })),
    columns: figure.columns.map(({ label }) => ({ label })),
  });
  expect(page).not.toMatch(/rowspan|scope="(row|col)group"/);
  expect(page.match(/<tr>/g)).toHaveLength(3);
});

describe('a colour', () => {
  test('runs from one end to the other, and stays at the end beyond it', () => {
    // Nine steps over 0 to 10: 7.9 is in the eighth, 0 in the first, 5 in the middle one.
    expect(grounds(markup())).toEqual(['heat-7', 'heat-0', 'heat-8', 'heat-4', 'heat-8']);
  });

  test('diverges from the middle, wherever that is', () => {
    const page = markup({ range: { lower: 0, middle: 5, upper: 7 } });
    expect(grounds(page)).toEqual([8, 0, 8, 4, 8].map((step) => `diverging-${step}`));
    expect(page).toContain('Colours from 0 over 5 to 7');
  });

  test('is the middle one where the range has no width', () => {
    expect(new Set(grounds(markup({ range: { lower: 3, upper: 3 } })))).toEqual(
      new Set(['heat-4']),
    );
  });
});

describe('the key', () => {
  test('explains colours, outlines and hatching', () => {
    const [key = ''] = markup().match(/<ul class="heat-key"[\s\S]*?<\/ul>/) ?? [];
    expect(key).toContain('<span class="unseen">Colours from 0 to 10</span>');
    expect(key.match(/<span class="heat-\d">/g)).toHaveLength(9);
    expect(key).toContain('outlined: grader and candidate of one family');
    expect(key).toContain('hatched: not graded');
  });

  test('leaves out what the cells do not have', () => {
    const page = markup({
      cells: [
        [cell(1), cell(2), cell(3)],
        [cell(4), cell(5), cell(6)],
      ],
    });
    expect(page).not.toMatch(/outlined|hatched/);
  });
});

test('a cell without a measurement says so', () => {
  expect(markup()).toContain('<td class="unmeasured" title="other, two">not graded</td>');
  expect(markup({ cells: [[null], []] })).toBe(
    '<p class="empty">Scores: nothing was measured.</p>',
  );
});

test('many columns are turned into rows', () => {
  const columns = Array.from({ length: 30 }, (_, index) => ({ label: `candidate ${index}` }));
  const page = markup({
    columns,
    cells: figure.rows.map((_, row) =>
      columns.map((_, column) => (column === 29 ? cell(row + 3) : null)),
    ),
  });
  expect(page.match(/<th scope="row">candidate/g)).toHaveLength(30);
  expect(page).toContain('<span>Grader →</span><span>Candidate ↓</span>');
  expect(page).toMatch(
    /candidate 29<\/th><td class="heat-2.*?<b>3.0<\/b>.*?<td class="heat-3.*?<b>4.0<\/b>/,
  );
});

test('rows beyond the limit are counted', () => {
  const page = markup({}, 1);
  expect(page).not.toContain('other');
  expect(page).toContain('Showing 1 of 2; all of them are in result.json.');
});
