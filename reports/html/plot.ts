/**
 * Rows of marks on one shared axis. Labels and numbers are text of the page, so that they wrap,
 * scale and can be copied; each row's SVG places its marks in percent of the plot's width, so
 * that one drawing serves a phone, a screen and paper.
 */

import { scaleLinear, scaleLog } from 'd3-scale';
import type { Unit } from '../../src/audit/audit.ts';
import { formatValue } from '../numbers.ts';
import { html, type Insertable, type Markup } from './escape.ts';

/** A horizontal axis shared by the rows of a figure. */
export interface Axis {
  readonly ticks: readonly { readonly at: string; readonly text: string }[];
  /** Whether zero lies inside. */
  readonly zero: string | undefined;
  /** Place of a value in percent of the plot's width: `41.25%`. */
  place(value: number): string;
  /** Width of a range in percent: `12.5%`. */
  width(from: number, to: number): string;
}

/** One labelled row. */
export interface PlotRow {
  readonly label: Insertable;
  /** Smaller text under the label. */
  readonly note?: Insertable;
  /** The number that the marks show, as text. */
  readonly value: Insertable;
  /** SVG children; y runs in percent of the row's height. */
  readonly marks: Markup;
  /** What the marks show, for the pointer's tooltip and for screen readers. */
  readonly description: string;
  readonly className?: string;
  /** A heading above this row, where a group of rows begins. */
  readonly heading?: string;
}

/**
 * A linear axis over all `values`, widened to round ends.
 *
 * @param options fromZero makes bars honest; unit decides how ticks read.
 */
export function linearAxis(
  values: readonly number[],
  options: { readonly unit: Unit; readonly fromZero?: boolean },
): Axis {
  const { unit, fromZero = false } = options;
  const covered = fromZero ? [0, ...values] : values;
  const [lowest, highest] = [Math.min(...covered), Math.max(...covered)];
  const margin = lowest === highest ? Math.abs(lowest) * 0.1 || 1 : 0;
  const scale = scaleLinear([lowest - margin, highest + margin], [0, 100]).nice(5);
  const [start, end] = scale.domain() as [number, number];
  const percent = (value: number) => `${Number(value.toFixed(2))}%`;
  return {
    ticks: scale.ticks(5).map((tick) => ({ at: percent(scale(tick)), text: tickText(tick, unit) })),
    zero: start <= 0 && end >= 0 ? percent(scale(0)) : undefined,
    place: (value) => percent(scale(value)),
    width: (from, to) => percent(Math.abs(scale(to) - scale(from))),
  };
}

/**
 * A logarithmic axis over all `values`, widened to whole powers of ten, with a tick at every
 * second power, of a long one at every fourth.
 *
 * @param tick How a tick reads.
 */
export function logAxis(values: readonly number[], tick: (value: number) => string): Axis {
  const powers = values.map((value) => Math.log10(value));
  const [first, last] = [Math.floor(Math.min(...powers)), Math.ceil(Math.max(...powers))];
  const scale = scaleLog([10 ** first, 10 ** last], [0, 100]);
  const percent = (value: number) => `${Number(value.toFixed(2))}%`;
  const every = last - first > 6 ? 4 : 2;
  const marked = Array.from({ length: last - first + 1 }, (_, step) => first + step).filter(
    (power) => power % every === 0,
  );
  return {
    ticks: marked.map((power) => ({ at: percent(scale(10 ** power)), text: tick(10 ** power) })),
    zero: undefined,
    place: (value) => percent(scale(value)),
    width: (from, to) => percent(Math.abs(scale(to) - scale(from))),
  };
}

/** Rows with gridlines behind the marks and the axis below. */
export function plotRows(rows: readonly PlotRow[], axis: Axis, axisTitle?: string): Markup {
  return html`<ul class="plot" role="list">
${rows.map((row) => plotRow(row, axis))}<li class="plot-axis" aria-hidden="true"><span></span><div class="plot-cell"><svg>${axis.ticks.map(
    ({ at, text }) => html`<text x="${at}" y="14" text-anchor="middle">${text}</text>`,
  )}${axisTitle !== undefined && html`<text class="axis-title" x="50%" y="32" text-anchor="middle">${axisTitle}</text>`}</svg></div></li>
</ul>`;
}

function plotRow(row: PlotRow, axis: Axis): Markup {
  return html`${
    row.heading !== undefined &&
    html`<li class="plot-heading">${row.heading}</li>
`
  }<li class="plot-row ${row.className ?? ''}"><div class="plot-label">${row.label}${row.note !== undefined && html`<small>${row.note}</small>`}</div><div class="plot-cell"><svg role="img" aria-label="${row.description}"><title>${row.description}</title>${axis.ticks.map(
    ({ at }) => html`<line class="grid" x1="${at}" x2="${at}" y1="0" y2="100%"/>`,
  )}${axis.zero !== undefined && html`<line class="zero" x1="${axis.zero}" x2="${axis.zero}" y1="0" y2="100%"/>`}${row.marks}</svg></div><div class="plot-value">${row.value}</div></li>
`;
}

/** An interval as a line with caps. */
export function whisker(
  axis: Axis,
  interval: { readonly lower: number; readonly upper: number },
): Markup {
  const [from, to] = [axis.place(interval.lower), axis.place(interval.upper)];
  const caps = [from, to].map(
    (at) => html`<svg x="${at}" y="50%" class="cap"><path d="M0 -4.5V4.5"/></svg>`,
  );
  return html`<g class="whisker"><line x1="${from}" x2="${to}" y1="50%" y2="50%"/>${caps}</g>`;
}

/** Ticks carry no more decimals than they need: `60%`, `0.5`. */
function tickText(tick: number, unit: Unit): string {
  if (unit === 'proportion' || unit === 'score' || unit === 'points') {
    const points = Number((tick * 100).toFixed(2));
    return `${points < 0 ? '−' : ''}${Math.abs(points)}${unit === 'points' ? '' : '%'}`;
  }
  return unit === 'count'
    ? formatValue(tick, unit)
    : String(Number(tick.toFixed(6))).replace('-', '−');
}
