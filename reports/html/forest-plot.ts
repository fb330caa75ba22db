import type { IntervalFigure } from '../../src/audit/audit.ts';
import { formatCount, formatEstimate, formatLevel, formatValue } from '../numbers.ts';
import { capitalised } from '../wording.ts';
import { html, type Insertable, type Markup } from './escape.ts';
import { sampleSize, valueWithInterval } from './numbers.ts';
import { type Axis, linearAxis, type PlotRow, plotRows, whisker } from './plot.ts';
import { seriesCount, seriesKey, seriesLegend } from './symbols.ts';
import { truncationNote } from './table.ts';

type FigureRow = IntervalFigure['rows'][number];

/**
 * An audit's estimates on one axis, with reference lines. Groups whose rows stand together get
 * a heading; groups that take turns get a colour and shape each, and a legend.
 */
export function intervalFigure(figure: IntervalFigure, maxRows: number): Markup {
  const shown = figure.rows.slice(0, maxRows);
  const first = shown[0];
  if (!first) return html`<p class="empty">${figure.title}: nothing to draw.</p>`;
  const groups = [...new Set(shown.map(groupOf))];
  const mixed = takeTurns(shown, groups);
  const axis = linearAxis(
    [
      ...shown.flatMap(({ estimate: { value, interval } }) => [
        value,
        interval.lower,
        interval.upper,
      ]),
      ...figure.references.map((reference) => reference.value),
    ],
    { unit: first.estimate.unit },
  );
  const lines = references(figure, axis);
  const rows = shown.map((row, index) => ({
    ...intervalRow(row, groups.indexOf(groupOf(row)), axis, lines),
    ...(mixed ? inTurn(row, shown[index - 1], groups) : underHeading(row, shown[index - 1])),
  }));
  return html`<figure><figcaption><h4>${figure.title}</h4>${mixed && seriesLegend(groups)}</figcaption>
${plotRows(rows, axis, `${capitalised(figure.axis)}${first.estimate.unit === 'points' ? ', in points' : ''}`)}
<p class="fine">Lines: ${formatLevel(first.estimate.interval.level)} intervals.${referenceText(figure)} ${truncationNote(shown.length, figure.rows.length, formatCount)}</p>
</figure>`;
}

/** A model's marker with its interval. */
export function pointWithInterval(
  axis: Axis,
  value: number,
  interval: { readonly lower: number; readonly upper: number },
  series: number,
): Markup {
  const index = series % seriesCount;
  return html`<g class="point series-${index}">${whisker(axis, interval)}<use href="#marker-${index}" x="${axis.place(value)}" y="50%"/></g>`;
}

function groupOf(row: FigureRow): string {
  return row.group ?? '';
}

function takeTurns(rows: readonly FigureRow[], groups: readonly string[]): boolean {
  const changes = rows.filter(
    (row, index) => index > 0 && groupOf(row) !== groupOf(rows[index - 1] as FigureRow),
  );
  return changes.length > groups.length - 1;
}

function intervalRow(row: FigureRow, series: number, axis: Axis, lines: Insertable): PlotRow {
  const { label, estimate } = row;
  return {
    label,
    value: numbers(row),
    description: `${label}${row.group === undefined ? '' : `, ${row.group}`}: ${formatEstimate(estimate)}`,
    marks: html`${lines}${pointWithInterval(axis, estimate.value, estimate.interval, series)}`,
  };
}

function numbers({ estimate }: FigureRow, key?: Markup): Markup {
  const { value, interval, unit } = estimate;
  return html`<span>${key}${valueWithInterval(formatValue(value, unit), interval, unit)}</span> ${sampleSize(estimate)}`;
}

function underHeading(row: FigureRow, previous: FigureRow | undefined): Partial<PlotRow> {
  const isNew = row.group !== undefined && row.group !== previous?.group;
  return isNew ? { heading: row.group } : {};
}

function inTurn(
  row: FigureRow,
  previous: FigureRow | undefined,
  groups: readonly string[],
): Partial<PlotRow> {
  const isNew = row.label !== previous?.label;
  return {
    label: isNew ? row.label : '',
    value: numbers(row, seriesKey(groups.indexOf(groupOf(row)))),
    className: isNew ? 'subset-start' : 'subset-more',
  };
}

function references({ references: lines }: IntervalFigure, axis: Axis): Insertable {
  return lines.map(({ value }) => {
    const x = axis.place(value);
    return html`<line class="reference" x1="${x}" x2="${x}" y1="0" y2="100%"/>`;
  });
}

function referenceText({ references: lines, rows }: IntervalFigure): string {
  const unit = rows[0]?.estimate.unit ?? 'score';
  if (lines.length === 0) return '';
  return ` Dashed: ${lines.map(({ label, value }) => `${label} ${formatValue(value, unit)}`).join(', ')}.`;
}
