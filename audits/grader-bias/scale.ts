import type { Judgments } from '../../src/judgments/judgments.ts';

/** "8 of 10": a score as the graders gave it. */
export function gradeText(share: number, { scale }: Pick<Judgments, 'scale'>): string {
  const { lower, upper } = scale;
  return `${digits(lower + share * (upper - lower))} of ${upper}`;
}

/** "5.9 to 8": bounds of a score as the graders gave it. */
export function gradeBounds(
  { lower: from, upper: to }: { readonly lower: number; readonly upper: number },
  { scale: { lower, upper } }: Pick<Judgments, 'scale'>,
): string {
  const grade = (share: number): string => digits(lower + share * (upper - lower));
  return `${grade(from)} to ${grade(to)}`;
}

/** "0.8 points of 10", "8 points of 100": a difference in the graders' own units. */
export function scaleWords(difference: number, { scale }: Pick<Judgments, 'scale'>): string {
  const { lower, upper } = scale;
  if (upper - lower <= 1) return `${digits(100 * difference)} points of 100`;
  return `${digits(difference * (upper - lower))} points of ${upper}`;
}

/** "0.4 to 1.2": bounds of a difference in the same units. */
export function scaleBounds(
  { lower: from, upper: to }: { readonly lower: number; readonly upper: number },
  { scale }: Pick<Judgments, 'scale'>,
): string {
  const factor = scale.upper - scale.lower <= 1 ? 100 : scale.upper - scale.lower;
  return `${digits(from * factor)} to ${digits(to * factor)}`;
}

function digits(value: number): string {
  const text = String(Number(value.toFixed(2)));
  return text === '-0' ? '0' : text.replace('-', '−');
}
