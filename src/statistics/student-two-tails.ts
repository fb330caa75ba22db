import { incompleteBeta } from './incomplete-beta.ts';

/**
 * Two-sided p-value of Student's t: P(|T| >= |t|).
 *
 * @param t Any number; an infinity gives 0.
 * @param degreesOfFreedom Above 0; need not be an integer.
 * @returns The probability of both tails.
 * @throws {RangeError} if t is NaN or degreesOfFreedom is not positive.
 * @example
 * studentTwoTails(2.7764451051977987, 4); // 0.05
 */
export function studentTwoTails(t: number, degreesOfFreedom: number): number {
  if (Number.isNaN(t)) throw new RangeError('studentTwoTails: t is NaN');
  if (!(degreesOfFreedom > 0 && Number.isFinite(degreesOfFreedom))) {
    throw new RangeError(
      `studentTwoTails: degreesOfFreedom must be positive, got ${degreesOfFreedom}`,
    );
  }
  const square = t * t;
  if (square === Number.POSITIVE_INFINITY) return 0;
  return incompleteBeta(degreesOfFreedom / (degreesOfFreedom + square), degreesOfFreedom / 2, 0.5);
}
