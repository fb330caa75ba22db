import type { Count, Estimate } from './audit.ts';
import { bounds, counted, decimals, percent, percentBounds, pointsUnsigned } from './wording.ts';

/** A value in the words of its unit: "64.3%", "6.3 points", "12". */
export function quantity(value: number, measure: Estimate | Count): string {
  if (measure.kind === 'count') return decimals(value, 3);
  if (measure.unit === 'proportion' || measure.unit === 'score') return percent(value);
  return measure.unit === 'points' ? pointsUnsigned(value) : decimals(value, 3);
}

/** "64.3% (95% interval 47% to 78.5%, 70 items)", "9 of 32". */
export function valueText(measure: Estimate | Count): string {
  if (measure.kind === 'count') {
    const of = measure.of === undefined ? '' : ` of ${measure.of}`;
    return `${quantity(measure.value, measure)}${of}`;
  }
  return `${quantity(measure.value, measure)} (${intervalText(measure)}, ${counted(measure.n, 'item')})`;
}

function intervalText({ unit, interval }: Estimate): string {
  if (unit === 'proportion' || unit === 'score') return percentBounds(interval);
  if (unit === 'points') return bounds(interval);
  return `${percent(interval.level)} interval ${decimals(interval.lower, 3)} to ${decimals(interval.upper, 3)}`;
}
