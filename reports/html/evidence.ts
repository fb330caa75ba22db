/** Measures, figures and tables as they stand on a card, of an audit or of a claim. */

import type { Cell, EvidenceTable, Figure, Measure, Unavailable } from '../../src/audit/audit.ts';
import { formatCount } from '../numbers.ts';
import { plural } from '../wording.ts';
import { html, type Insertable, type Markup } from './escape.ts';
import { intervalFigure } from './forest-plot.ts';
import { heatMap } from './heat-map.ts';
import { histogramFigure } from './histogram.ts';
import { cellMarkup, estimateMarkup, publishedMarkup } from './numbers.ts';
import { dataTable, truncationNote } from './table.ts';

/** Rows of a table before it is folded. */
const unfoldedRows = 12;

/** A fold. */
export function disclosure(title: string, content: Markup): Markup {
  return html`<details><summary>${title}</summary><div class="details-body">${content}</div></details>`;
}

/** Measures as a list of titles and values. */
export function measureRows(measures: readonly Measure[]): Markup {
  return html`<dl class="measures">
${measures.map(
  (measure) => html`<div><dt>${measure.title}</dt><dd>${measureMarkup(measure)}</dd></div>
`,
)}</dl>`;
}

function measureMarkup(measure: Measure): Markup {
  if (measure.kind === 'estimate') return estimateMarkup(measure);
  if (measure.kind === 'published') {
    return html`${publishedMarkup(measure)} <span class="sample">${measure.arithmetic}</span>`;
  }
  if (measure.kind === 'count') {
    return html`<span class="value"><b>${formatCount(measure.value)}</b>${measure.of !== undefined && ` of ${formatCount(measure.of)}`}</span> <span class="sample">full count</span>`;
  }
  return html`<span class="absent">not available: ${measure.reason}</span>`;
}

/** A figure by its kind; a long one is cut. */
export function figureMarkup(figure: Figure, maxRows: number): Markup {
  switch (figure.kind) {
    case 'intervals':
      return intervalFigure(figure, maxRows);
    case 'histogram':
      return histogramFigure(figure);
    case 'matrix':
      return heatMap(figure, maxRows);
  }
}

/** A table without the columns that say nothing in any row, with why one is not available; a long one, or a late one, is folded. */
export function evidenceTable(
  { title, columns, rows, note }: EvidenceTable,
  maxRows: number,
  isFolded: boolean,
): Markup {
  const shown = rows.slice(0, maxRows);
  const filled = columns.filter(({ key }) => rows.some((row) => isFilled(row[key])));
  const cells = shown.map((row) => filled.map(({ key }) => cellMarkup(row[key], key)));
  const aligned = (index: number) => cells.map((row) => row[index]?.aligned);
  const table = dataTable(
    title,
    filled.map((column, index) => ({
      title: column.title,
      numeric: aligned(index).includes('number') && !aligned(index).includes('text'),
    })),
    cells.map((row) => row.map(({ content }) => content)),
    html`${note} ${lackingColumns(columns, rows)}${truncationNote(shown.length, rows.length, formatCount)}`,
  );
  if (!isFolded && rows.length <= unfoldedRows) return table;
  return disclosure(`${title}: ${plural(rows.length, formatCount(rows.length), 'row')}`, table);
}

function isFilled(cell: Cell | undefined): boolean {
  return cell !== undefined && cell !== null && !isUnavailable(cell);
}

function isUnavailable(cell: Cell | undefined): cell is Unavailable {
  return typeof cell === 'object' && cell?.kind === 'unavailable';
}

/** "Not available: Kin shown first (it judged no answer of its kin)." of the columns that are left out. */
function lackingColumns(
  columns: EvidenceTable['columns'],
  rows: EvidenceTable['rows'],
): Insertable {
  const lacking = columns.flatMap(({ key, title }) => {
    const cells = rows.map((row) => row[key]);
    const first = cells.find(isUnavailable);
    return first === undefined || cells.some(isFilled) ? [] : [`${title} (${first.reason})`];
  });
  return lacking.length > 0 && `Not available: ${lacking.join('; ')}. `;
}
