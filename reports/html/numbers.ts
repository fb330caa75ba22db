/** Numbers with the markup that lets the eye find the value first. */

import type { Cell, Estimate, Published, Unit } from '../../src/audit/audit.ts';
import type { Interval } from '../../src/statistics/interval.ts';
import {
  formatCell,
  formatCount,
  formatEffectiveN,
  formatInterval,
  formatLevel,
  formatPlainNumber,
  formatPublished,
  formatPValue,
  formatValue,
} from '../numbers.ts';
import { html, type Insertable, type Markup } from './escape.ts';

/** `72.4% [66.1, 78.0]`, the value in bold. */
export function valueWithInterval(value: string, interval: Interval, unit: Unit): Markup {
  return html`<span class="value"><b>${value}</b> <span class="interval" title="${formatLevel(interval.level)} interval, ${interval.method}">${formatInterval(interval, unit)}</span></span>`;
}

/** `n = 142 (n_eff 96)` with a true subscript. */
export function sampleSize({
  n,
  effectiveN,
}: {
  readonly n: number;
  readonly effectiveN: number;
}): Markup {
  const effective = formatEffectiveN(effectiveN);
  return html`<span class="sample">n = ${formatCount(n)}${
    effective !== formatCount(n) && html` (n<sub>eff</sub> ${effective})`
  }</span>`;
}

/** An estimate in full. */
export function estimateMarkup(estimate: Estimate): Markup {
  return html`${valueWithInterval(formatValue(estimate.value, estimate.unit), estimate.interval, estimate.unit)} ${sampleSize(estimate)}`;
}

/** A published figure: without an interval, and marked so. */
export function publishedMarkup(measure: Published): Markup {
  return html`<span class="value"><b>${formatPublished(measure)}</b></span> <span class="sample" title="${measure.arithmetic}">as published</span>`;
}

/** Columns that hold p-values, by their keys. */
const pValueKey = /^p(?:Value)?$|PValue$/;

/**
 * A cell's content, and how it lines up: numbers right, text left, nothing either way.
 *
 * @param key Of its column.
 */
export function cellMarkup(
  cell: Cell | undefined,
  key: string,
): {
  readonly content: Insertable;
  readonly aligned: 'number' | 'text' | 'either';
} {
  if (cell === null || cell === undefined) {
    return { content: html`<span class="absent">–</span>`, aligned: 'either' };
  }
  if (typeof cell === 'string') return { content: cell, aligned: 'text' };
  if (typeof cell === 'number') {
    const format = pValueKey.test(key) ? formatPValue : formatPlainNumber;
    return { content: format(cell), aligned: 'number' };
  }
  if (cell.kind === 'estimate') return { content: estimateMarkup(cell), aligned: 'number' };
  if (cell.kind === 'published') return { content: publishedMarkup(cell), aligned: 'number' };
  if (cell.kind === 'count') return { content: formatCell(cell), aligned: 'number' };
  return {
    content: html`<span class="absent">not available: ${cell.reason}</span>`,
    aligned: 'either',
  };
}
