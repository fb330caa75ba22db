import type { IntervalFigure } from '../../src/audit/audit.ts';
import { formatCount, formatEstimate, formatLevel, formatValue } from '../numbers.ts';
import { html, type Insertable, type Markup } from './escape.ts';
import { sampleSize, valueWithInterval } from './numbers.ts';
import { type Axis, linearAxis, type PlotRow, plotRows, whisker } from './plot.ts';
import { seriesCount } from './symbols.ts';
import { truncationNote } from './table.ts';

/** An audit's estimates on one axis, with reference lines. */
export function intervalFigure(figure: IntervalFigure, maxRows: number): Markup {
  const shown = figure.rows.slice(0, maxRows);
  const first = shown[0];
  if (!first) return html`<p class="empty">${figure.title}: nothing to draw.</p>`;
  const groups = [...new Set(shown.map((row) => row.group ?? ''))];
  const axis = linearAxis(
    [
      ...shown.flatMap(({ estimate }) => [
        estimate.value,
        estimate.interval.lower,
        estimate.interval.upper,
      ]),
      ...figure.references.map((reference) => reference.value),
    ],
    { unit: first.estimate.unit },
  );
  const rows = shown.map((row): PlotRow => {
    const { estimate, label, group } = row;
    return {
      label,
      ...(group !== undefined && { note: group }),
      value: html`${valueWithInterval(formatValue(estimate.value, estimate.unit), estimate.interval, estimate.unit)} ${sampleSize(estimate)}`,
      description: `${label}: ${formatEstimate(estimate)}`,
      marks: html`${references(figure, axis)}${pointWithInterval(axis, estimate.value, estimate.interval, groups.indexOf(group ?? ''))}`,
    };
  });
  return html`<figure><figcaption><h4>${figure.title}</h4></figcaption>
${plotRows(rows, axis, figure.axis)}
<p class="fine">Lines: ${formatLevel(first.estimate.interval.level)} intervals.${referenceLegend(figure)} ${truncationNote(shown.length, figure.rows.length, formatCount)}</p>
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

function references({ references: lines }: IntervalFigure, axis: Axis): Insertable {
  return lines.map(({ value }) => {
    const x = axis.place(value);
    return html`<line class="reference" x1="${x}" x2="${x}" y1="0" y2="100%"/>`;
  });
}

function referenceLegend({ references: lines, rows }: IntervalFigure): string {
  const unit = rows[0]?.estimate.unit ?? 'score';
  if (lines.length === 0) return '';
  return ` Dashed: ${lines.map(({ label, value }) => `${label} ${formatValue(value, unit)}`).join(', ')}.`;
}
