import { scaleLinear, scaleSymlog } from 'd3-scale';
import type { HistogramFigure } from '../../src/audit/audit.ts';
import { formatCount, formatPlainNumber } from '../numbers.ts';
import { html, type Markup } from './escape.ts';

const plotHeight = 150;
const markHeight = 19;

/** Counts over a range, with labelled marks. Counts that span decades get a logarithmic height, said so. */
export function histogramFigure(figure: HistogramFigure): Markup {
  const bins = withoutEmptyEnds(figure.bins.filter((bin) => bin.to > bin.from));
  if (bins.length === 0) return html`<p class="empty">${figure.title}: nothing to draw.</p>`;
  const counts = bins.map((bin) => bin.count);
  const highest = Math.max(1, ...counts);
  const logarithmic = highest > 100 * Math.min(...counts.filter((count) => count > 0), highest);
  const height = (logarithmic ? scaleSymlog() : scaleLinear())
    .domain([0, highest])
    .range([0, plotHeight]);
  const edges = [
    ...bins.flatMap((bin) => [bin.from, bin.to]),
    ...figure.marks.map((mark) => mark.value),
  ];
  const x = scaleLinear([Math.min(...edges), Math.max(...edges)], [0, 100]);
  const top = figure.marks.length * markHeight + 6;
  const base = top + plotHeight;
  const total = counts.reduce((sum, count) => sum + count, 0);
  return html`<figure class="histogram"><figcaption><h4>${figure.title}</h4></figcaption>
<div class="histogram-box"><svg role="img" height="${base + 42}" aria-label="${describe(figure, total)}">
<title>${figure.title}</title>
<desc>${describe(figure, total)}</desc>
${bins.map(
  (bin) =>
    html`<rect class="bin" x="${percent(x(bin.from))}" width="${percent(x(bin.to) - x(bin.from))}" y="${round(base - height(bin.count))}" height="${round(height(bin.count))}"><title>${formatPlainNumber(bin.from)} to ${formatPlainNumber(bin.to)}: ${formatCount(bin.count)}</title></rect>`,
)}
<line class="baseline" x1="0" x2="100%" y1="${base}" y2="${base}"/>
${x.ticks(6).map((tick) => html`<text x="${percent(x(tick))}" y="${base + 17}" text-anchor="middle">${formatPlainNumber(tick)}</text>`)}
<text class="axis-title" x="50%" y="${base + 36}" text-anchor="middle">${figure.axis}</text>
${figure.marks.map((mark, index) => markLine(mark, x(mark.value), index * markHeight + 14, base))}
</svg></div>
<p class="fine">${formatCount(total)} in all; the highest bar is ${formatCount(highest)}.${logarithmic && ' Heights are logarithmic, so that rare values can be seen.'}</p>
</figure>`;
}

/** The bins from the first to the last that counts something; all of them when none does. */
function withoutEmptyEnds(bins: HistogramFigure['bins']): HistogramFigure['bins'] {
  const first = bins.findIndex((bin) => bin.count > 0);
  const last = bins.findLastIndex((bin) => bin.count > 0);
  return first < 0 ? bins : bins.slice(first, last + 1);
}

/** A dashed line with its label on the side that has room. */
function markLine(
  mark: HistogramFigure['marks'][number],
  at: number,
  y: number,
  base: number,
): Markup {
  const right = at < 50;
  return html`<line class="reference" x1="${percent(at)}" x2="${percent(at)}" y1="${y - 10}" y2="${base}"/><text class="mark-label" x="${percent(at)}" y="${y}" dx="${right ? 6 : -6}" text-anchor="${right ? 'start' : 'end'}">${mark.label} (${formatPlainNumber(mark.value)})</text>`;
}

function describe({ title, axis, marks }: HistogramFigure, total: number): string {
  const marked = marks
    .map(({ label, value }) => `${label} at ${formatPlainNumber(value)}`)
    .join('; ');
  return `${title}: histogram of ${formatCount(total)} values. ${axis}.${marked && ` Marked: ${marked}.`}`;
}

function percent(value: number): string {
  return `${round(value)}%`;
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
