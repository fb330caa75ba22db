import { decimals } from '../../src/audit/wording.ts';
import type { Judgments } from '../../src/judgments/judgments.ts';

/** Of what is given as a share. */
export const shareScale: Judgments['scale'] = { lower: 0, upper: 1 };

/** "8 of 10": a score as the graders gave it. */
export function gradeText(share: number, judgments: Pick<Judgments, 'scale'>): string {
  return `${digits(gradeOf(share, judgments))} of ${judgments.scale.upper}`;
}

/** "5.9 to 8": bounds of a score as the graders gave it. */
export function gradeBounds(
  { lower, upper }: { readonly lower: number; readonly upper: number },
  judgments: Pick<Judgments, 'scale'>,
): string {
  return `${digits(gradeOf(lower, judgments))} to ${digits(gradeOf(upper, judgments))}`;
}

/** "0.8 points of 10", "8 points of 100": a difference in the graders' own units. */
export function scaleWords(difference: number, judgments: Pick<Judgments, 'scale'>): string {
  const of = hasPoints(judgments) ? judgments.scale.upper : 100;
  return `${digits(difference * factorOf(judgments))} points of ${of}`;
}

/** "0.4 to 1.2": bounds of a difference in the same units. */
export function scaleBounds(
  { lower, upper }: { readonly lower: number; readonly upper: number },
  judgments: Pick<Judgments, 'scale'>,
): string {
  const factor = factorOf(judgments);
  return `${digits(lower * factor)} to ${digits(upper * factor)}`;
}

/** Whether scores are points of a scale, not shares. */
export function hasPoints({ scale: { lower, upper } }: Pick<Judgments, 'scale'>): boolean {
  return upper - lower > 1;
}

/** A share of the scale as a score on it. */
export function gradeOf(share: number, { scale }: Pick<Judgments, 'scale'>): number {
  return scale.lower + share * (scale.upper - scale.lower);
}

/** What a difference of shares counts in the graders' own units, or in points of 100. */
function factorOf(judgments: Pick<Judgments, 'scale'>): number {
  const { lower, upper } = judgments.scale;
  return hasPoints(judgments) ? upper - lower : 100;
}

function digits(value: number): string {
  return decimals(value, 2);
}
