/** Words and numbers in the sentences and notes of audits. */

import type { Interval } from '../statistics/interval.ts';

/** "64.3%". */
export function percent(share: number): string {
  return `${digits(share)}%`;
}

/** "+6.3 points". */
export function points(difference: number): string {
  const text = digits(difference);
  return `${difference > 0 && text !== '0' ? '+' : ''}${text} points`;
}

/** "6.3 points": of a size, or where the sentence says which way. */
export function pointsUnsigned(difference: number): string {
  return `${digits(difference)} points`;
}

/** "95% interval −2.1 to 6.3": of points, or where the unit stands beside it. */
export function bounds({ level, lower, upper }: Interval): string {
  return `${percent(level)} interval ${digits(lower)} to ${digits(upper)}`;
}

/** "95% interval 48.1% to 64.3%". */
export function percentBounds({ level, lower, upper }: Interval): string {
  return `${percent(level)} interval ${percent(lower)} to ${percent(upper)}`;
}

/** "1 item", "12 items"; `many` where it takes more than an s. */
export function counted(count: number, noun: string, many = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : many}`;
}

/** "Closed questions". */
export function askedTitle(track: string): string {
  return `${track.charAt(0).toUpperCase()}${track.slice(1)} questions`;
}

/** "Closed questions, text alone: most frequent train answer". */
export function textAloneTitle(baseline: {
  readonly track: string;
  readonly title: string;
}): string {
  return `${askedTitle(baseline.track)}, text alone: ${uncapitalised(baseline.title)}`;
}

/** The text with a small first letter, for use inside a sentence. */
export function uncapitalised(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** A p-value as a table shows it: three digits. */
export function shortP(pValue: number): number {
  return Number(pValue.toPrecision(3));
}

/** "−2.1": rounded to at most so many decimals, with a true minus and none before 0. */
export function decimals(value: number, places: number): string {
  // As a number -0.0 is written "0".
  return String(Number(value.toFixed(places))).replace('-', '−');
}

function digits(share: number): string {
  return decimals(100 * share, 1);
}
