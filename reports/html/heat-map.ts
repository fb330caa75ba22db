import type { MatrixFigure } from '../../src/audit/audit.ts';
import { html, type Markup } from './escape.ts';
import { cellMarkup } from './numbers.ts';
import { dataTable } from './table.ts';

/** Estimates by row and column, with their intervals. */
export function heatMap({ title, rowTitle, rows, columns, cells, note }: MatrixFigure): Markup {
  return dataTable(
    title,
    [{ title: rowTitle }, ...columns.map(({ label }) => ({ title: label, numeric: true }))],
    rows.map(({ label }, row) => [
      html`${label}`,
      ...columns.map((_, column) => cellMarkup(cells[row]?.[column]?.estimate).content),
    ]),
    note,
  );
}
