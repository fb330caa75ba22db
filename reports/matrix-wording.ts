/** How a heat map's sides and cells read, in every format. */

import type { MatrixCell, MatrixFigure, Unit } from '../src/audit/audit.ts';
import { formatCount, formatDecimals } from './numbers.ts';

/** Columns that fit beside each other on paper. */
const mostColumns = 8;

/** Neighbours under one group, or one run of neighbours that have none. */
export interface LabelRun {
  readonly group: string | undefined;
  readonly labels: readonly { readonly label: string; readonly index: number }[];
}

/** The figure with its longer side down where it is too wide: a page goes on downwards only. */
export function upright(figure: MatrixFigure): MatrixFigure {
  const { rows, columns, cells, rowTitle, columnTitle } = figure;
  if (columns.length <= mostColumns || columns.length <= rows.length) return figure;
  return {
    ...figure,
    rowTitle: columnTitle,
    columnTitle: rowTitle,
    rows: columns,
    columns: rows,
    cells: columns.map((_, column) => rows.map((_, row) => cells[row]?.[column] ?? null)),
  };
}

/** Labels in order, neighbours of one group together. */
export function labelRuns(labels: MatrixFigure['rows']): readonly LabelRun[] {
  const runs: { group: string | undefined; labels: { label: string; index: number }[] }[] = [];
  for (const [index, { label, group }] of labels.entries()) {
    const last = runs.at(-1);
    if (last && last.group === group) last.labels.push({ label, index });
    else runs.push({ group, labels: [{ label, index }] });
  }
  return runs;
}

/** Every cell that was measured. */
export function measuredCells({ cells }: MatrixFigure): readonly MatrixCell[] {
  return cells.flat().filter((cell) => cell !== null);
}

/** How this figure's numbers read: `7.9`, `79.1%`. */
export interface MatrixNumbers {
  value(cell: MatrixCell): string;
  /** `7.6 to 8.2`, the unit left to the value. */
  interval(cell: MatrixCell): string;
  /** An end of the colours: `10`, `100%`. */
  end(value: number): string;
}

/** Numbers of one unit with no more decimals than the range needs; differences carry their sign. */
export function matrixNumbers(figure: MatrixFigure): MatrixNumbers {
  const { range } = figure;
  const unit = measuredCells(figure)[0]?.estimate.unit ?? 'ratio';
  const bare = bareNumber(unit, range);
  const suffix = unit === 'score' || unit === 'proportion' ? '%' : '';
  const whole = (value: number) => {
    const number = bare(value);
    const plus = range.middle === 0 && value > 0 && /[1-9]/.test(number);
    return `${plus ? '+' : ''}${number}${suffix}`;
  };
  return {
    value: ({ estimate }) => whole(estimate.value),
    interval: ({ estimate: { interval } }) => `${bare(interval.lower)} to ${bare(interval.upper)}`,
    end: (value) => whole(value).replace(/\.0+(?=%?$)/, ''),
  };
}

function bareNumber(unit: Unit, range: MatrixFigure['range']): (value: number) => string {
  if (unit === 'score' || unit === 'proportion' || unit === 'points') {
    return (value) => formatDecimals(100 * value, 1);
  }
  if (unit === 'count') return formatCount;
  const decimals = range.upper - range.lower >= 5 ? 1 : 2;
  return (value) => formatDecimals(value, decimals);
}
