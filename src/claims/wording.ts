/**
 * Words and numbers in the sentences about claims: as src/audit/wording.ts for those of audits, but
 * with the two decimals in which scores are published, and large counts grouped.
 */

import { decimals } from '../audit/wording.ts';
import type { Interval } from '../statistics/interval.ts';
import type { FigureFacts, PublishedFigure } from './ledger.ts';

/** "75.66%" or "50.4%": with the digits that were published. */
export function figureText({ value, rounding }: PublishedFigure): string {
  return `${withMinus(100 * value, placesOf(rounding))}%`;
}

/** "7.45 points" of a difference of two figures. */
export function leadText(value: number, rounding: number): string {
  return `${withMinus(100 * value, placesOf(rounding))} points`;
}

/** Digits behind the point of a percentage that is rounded so. */
function placesOf(rounding: number): number {
  if (rounding <= 0) return 2;
  return Math.max(0, Math.min(6, Math.round(-Math.log10(2 * rounding)) - 2));
}

/** "16.27%": at most two decimals. */
export function share(value: number): string {
  return `${trimmed(value)}%`;
}

/** "16.27 points": at most two decimals. */
export function points(value: number): string {
  return `${trimmed(value)} points`;
}

/** "83.41% to 94.48%". */
export function shareBounds({ lower, upper }: Pick<Interval, 'lower' | 'upper'>): string {
  return `${share(lower)} to ${share(upper)}`;
}

/** "−1.9 to 17.3". */
export function pointBounds({ lower, upper }: Pick<Interval, 'lower' | 'upper'>): string {
  return `${trimmed(lower)} to ${trimmed(upper)}`;
}

/** `12182` -> `12,182`. */
export function count(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** "1 answer", "1,204 answers". */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** " on closed questions, modality pathology": which part of the benchmark. */
export function placeOf({ track, subset }: Pick<FigureFacts, 'track' | 'subset'>): string {
  const questions = track === undefined ? '' : ` on ${track} questions`;
  return subset === undefined ? questions : `${questions}, ${subset.column} ${subset.value}`;
}

/** The text as the start of a sentence. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** "a, b and c". */
export function listed(parts: readonly string[]): string {
  if (parts.length < 2) return parts.join('');
  return `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

function trimmed(value: number): string {
  return decimals(100 * value, 2);
}

function withMinus(value: number, places: number): string {
  return value.toFixed(places).replace('-', '−');
}
