/** Numbers as people read them. Every format prints them through these functions. */

import type { Cell, Estimate, Published, Unit } from '../src/audit/audit.ts';
import type { Interval } from '../src/statistics/interval.ts';

/** `12182` -> `12,182`. */
export function formatCount(value: number): string {
  const digits = Math.abs(Math.round(value)).toString();
  return signed(value, digits.replace(/\B(?=(\d{3})+$)/g, ','));
}

/** An effective sample size: whole above 10, at most one decimal below. */
export function formatEffectiveN(value: number): string {
  return value >= 10 ? formatCount(value) : String(Number(value.toFixed(1)));
}

/** A value in its unit: proportions and scores as percent with one decimal, differences of them in points. */
export function formatValue(value: number, unit: Unit): string {
  const number = formatBare(value, unit);
  if (unit === 'points') return `${value > 0 && number !== '0.0' ? '+' : ''}${number} points`;
  if (unit === 'proportion' || unit === 'score') return `${number}%`;
  return unit === 'bits' ? `${number} bits` : number;
}

/** Bounds without the unit, which stands beside the value: `[66.1, 78.0]`. */
export function formatInterval({ lower, upper }: Interval, unit: Unit): string {
  return `[${formatBare(lower, unit)}, ${formatBare(upper, unit)}]`;
}

/** `n = 142 (n_eff 96)`; the second part only where clustering costs something. */
export function formatSample(sample: { readonly n: number; readonly effectiveN: number }): string {
  const n = `n = ${formatCount(sample.n)}`;
  const effective = formatEffectiveN(sample.effectiveN);
  return effective === formatCount(sample.n) ? n : `${n} (n_eff ${effective})`;
}

/** `72.4% [66.1, 78.0], n = 142 (n_eff 96)`. */
export function formatEstimate(estimate: Estimate): string {
  const { value, unit, interval } = estimate;
  return `${formatValue(value, unit)} ${formatInterval(interval, unit)}, ${formatSample(estimate)}`;
}

/** A published figure with the digits it has, at most two: `75.66%`, `+7.45 points`. */
export function formatPublished({ value, unit }: Pick<Published, 'value' | 'unit'>): string {
  if (unit !== 'proportion' && unit !== 'score' && unit !== 'points')
    return formatValue(value, unit);
  const digits = signed(value, String(Number(Math.abs(100 * value).toFixed(2))));
  if (unit !== 'points') return `${digits}%`;
  return `${value > 0 ? '+' : ''}${digits} points`;
}

/** A number that carries no unit: whole ones grouped, others shortened to four digits. */
export function formatPlainNumber(value: number): string {
  if (Number.isInteger(value)) return formatCount(value);
  return signed(value, `${Number(Math.abs(value).toPrecision(4))}`);
}

/** Below this a p-value is as good as its tail's approximation: only that it is smaller is said. */
const smallestP = 0.001;

/** A p-value: `0.0321`, `< 0.001`. */
export function formatPValue(value: number): string {
  return value < smallestP ? `< ${smallestP}` : formatPlainNumber(value);
}

/** One cell of an evidence table as text. */
export function formatCell(cell: Cell | undefined): string {
  if (cell === null || cell === undefined) return '–';
  if (typeof cell === 'string') return cell;
  if (typeof cell === 'number') return formatPlainNumber(cell);
  if (cell.kind === 'estimate') return formatEstimate(cell);
  if (cell.kind === 'unavailable') return `not available: ${cell.reason}`;
  if (cell.kind === 'published') return `${formatPublished(cell)}, as published`;
  return cell.of === undefined
    ? formatCount(cell.value)
    : `${formatCount(cell.value)} of ${formatCount(cell.of)}`;
}

/** Confidence levels as text: `95%`. */
export function formatLevel(level: number): string {
  return `${Number((level * 100).toFixed(2))}%`;
}

function formatBare(value: number, unit: Unit): string {
  if (unit === 'count') return formatCount(value);
  if (unit === 'proportion' || unit === 'score' || unit === 'points') {
    return formatDecimals(value * 100, 1);
  }
  return formatDecimals(value, unit === 'correlation' ? 3 : 2);
}

/** A number with a fixed count of decimals: `−0.40`. */
export function formatDecimals(value: number, decimals: number): string {
  return signed(value, Math.abs(value).toFixed(decimals));
}

/** Puts a typographic minus before digits, except before a zero. */
function signed(value: number, digits: string): string {
  return value < 0 && /[1-9]/.test(digits) ? `−${digits}` : digits;
}
