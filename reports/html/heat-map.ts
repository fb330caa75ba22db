import type { MatrixCell, MatrixFigure } from '../../src/audit/audit.ts';
import {
  type LabelRun,
  labelRuns,
  type MatrixNumbers,
  matrixNumbers,
  measuredCells,
  upright,
} from '../matrix-wording.ts';
import { formatCount, formatLevel, formatSample } from '../numbers.ts';
import { html, type Insertable, type Markup } from './escape.ts';
import { heatSteps } from './palette.ts';
import { breakable } from './path.ts';
import { truncationNote } from './table.ts';

/**
 * Estimates by row and column as a table with coloured cells: values are read, colours only
 * find them. A figure with many columns is turned, so that its longer side runs down the page.
 */
export function heatMap(given: MatrixFigure, maxRows: number): Markup {
  const first = measuredCells(given)[0];
  if (!first) return html`<p class="empty">${given.title}: nothing was measured.</p>`;
  const { level, method } = first.estimate.interval;
  const figure = upright(given);
  const shown = { ...figure, rows: figure.rows.slice(0, maxRows) };
  const numbers = matrixNumbers(figure);
  return html`<figure class="heat-map"><figcaption><h4>${figure.title}</h4></figcaption>
${key(shown, numbers)}
<div class="table-box" role="region" aria-label="${figure.title}" tabindex="0"><table class="heat">
${head(shown)}
${labelRuns(shown.rows).map((run) => rowGroup(run, shown, numbers))}</table></div>
<p class="fine"><span title="${method}">Small figures: ${formatLevel(level)} intervals.</span> ${figure.note} ${truncationNote(shown.rows.length, figure.rows.length, formatCount)}</p>
</figure>`;
}

/** What colours, outlines and hatching mean. */
function key({ range, mark, rows, columns, cells }: MatrixFigure, numbers: MatrixNumbers): Markup {
  const shown = rows.flatMap((_, row) => columns.map((_column, column) => cells[row]?.[column]));
  const [lower, middle, upper] = [range.lower, range.middle, range.upper].map(
    (value) => value !== undefined && numbers.end(value),
  );
  const ends = `Colours from ${lower}${middle === false ? '' : ` over ${middle}`} to ${upper}`;
  const ramp = Array.from({ length: heatSteps }, (_, step) => ground(range, step));
  return html`<ul class="heat-key" role="list"><li><span class="unseen">${ends}</span><span aria-hidden="true">${lower}</span><span class="ramp" aria-hidden="true">${ramp.map((name) => html`<span class="${name}"></span>`)}${middle !== false && html`<b>${middle}</b>`}</span><span aria-hidden="true">${upper}</span></li>${
    shown.some((cell) => cell?.marked) &&
    html`<li><span class="swatch marked" aria-hidden="true"></span>outlined: ${mark}</li>`
  }${
    shown.some((cell) => !cell) &&
    html`<li><span class="swatch unmeasured" aria-hidden="true"></span>hatched: not graded</li>`
  }</ul>`;
}

/** One or two rows of headings: families above their members. */
function head({ rowTitle, columnTitle, columns }: MatrixFigure): Markup {
  const runs = labelRuns(columns);
  const grouped = runs.some(({ group }) => group !== undefined);
  const corner = html`<td class="corner"${grouped && html` rowspan="2"`}><span>${columnTitle} →</span><span>${rowTitle} ↓</span></td>`;
  const groups = runs.map(({ group, labels }) =>
    group === undefined
      ? html`<td class="group" colspan="${labels.length}"></td>`
      : html`<th class="group" scope="colgroup" colspan="${labels.length}">${breakable(group)}</th>`,
  );
  const labels = runs.flatMap((run) =>
    run.labels.map(
      ({ label }, place) =>
        html`<th scope="col"${place === 0 && html` class="group-start"`}>${breakable(label)}</th>`,
    ),
  );
  return html`<colgroup></colgroup>${runs.map((run) => html`<colgroup span="${run.labels.length}"></colgroup>`)}
<thead>${grouped ? html`<tr>${corner}${groups}</tr><tr>${labels}</tr>` : html`<tr>${corner}${labels}</tr>`}</thead>`;
}

function rowGroup(
  { group, labels }: LabelRun,
  figure: MatrixFigure,
  numbers: MatrixNumbers,
): Markup {
  const { columns } = figure;
  const starts = new Set(labelRuns(columns).map((run) => run.labels[0]?.index));
  return html`<tbody>
${
  group !== undefined &&
  html`<tr class="group"><th scope="rowgroup" colspan="${columns.length + 1}"><span>${group}</span></th></tr>
`
}${labels.map(
  ({ label, index: row }) =>
    html`<tr><th scope="row">${breakable(label)}</th>${columns.map((column, place) =>
      cellOf(figure.cells[row]?.[place] ?? null, {
        figure,
        numbers,
        place: `${label}, ${column.label}`,
        startsGroup: starts.has(place),
      }),
    )}</tr>
`,
)}</tbody>
`;
}

interface CellContext {
  readonly figure: MatrixFigure;
  readonly numbers: MatrixNumbers;
  readonly place: string;
  readonly startsGroup: boolean;
}

function cellOf(
  cell: MatrixCell | null,
  { figure, numbers, place, startsGroup }: CellContext,
): Markup {
  const start = startsGroup && ' group-start';
  if (cell === null) return html`<td class="unmeasured${start}" title="${place}">not graded</td>`;
  const sample = formatSample(cell.estimate);
  const mark = cell.marked && `; ${figure.mark}`;
  const [value, interval] = [numbers.value(cell), numbers.interval(cell)];
  const name = ground(figure.range, stepOf(cell.estimate.value, figure.range));
  return html`<td class="${name}${cell.marked && ' marked'}${start}" title="${place}: ${value}, ${interval}, ${sample}${mark}"><b>${value}</b><small>${interval}</small><span class="unseen">, ${sample}${mark}</span></td>`;
}

/** The class that colours a cell. */
function ground({ middle }: MatrixFigure['range'], step: number): Insertable {
  return `${middle === undefined ? 'heat' : 'diverging'}-${step}`;
}

/** Which of the grounds a value gets; what lies beyond an end gets that end's. */
function stepOf(value: number, { lower, middle, upper }: MatrixFigure['range']): number {
  const share = (from: number, to: number) => (to > from ? (value - from) / (to - from) : 0.5);
  const place =
    middle === undefined
      ? share(lower, upper)
      : value < middle
        ? share(lower, middle) / 2
        : (1 + share(middle, upper)) / 2;
  return Math.min(heatSteps - 1, Math.max(0, Math.floor(place * heatSteps)));
}
