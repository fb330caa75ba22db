import { checkCount } from './check.ts';
import type { TestResult } from './sign-flip-test.ts';

/** Outcomes whose probability exceeds the observed one's by less count as no more probable. */
const tieSlack = 1e-7;

/** A draw without replacement. */
export interface HypergeometricDesign {
  /** All there is to draw from. */
  readonly population: number;
  /** How many of it are marked. */
  readonly marked: number;
  readonly drawn: number;
}

/** Where an observed count lies among all draws. */
export interface HypergeometricTest extends TestResult {
  /** P(X <= observed). */
  readonly lowerTail: number;
  /** P(X >= observed). */
  readonly upperTail: number;
}

/**
 * Exact hypergeometric test: were marked items drawn as often as chance would have it?
 *
 * The two-sided p-value is the probability of all counts that are no more probable than the
 * observed one, as in Fisher's exact test by R's fisher.test and scipy's fisher_exact. Probabilities
 * are built up from the mode by ratios of neighbours, which needs no gamma function. O(range).
 *
 * Source: Fisher 1935, doi:10.2307/2342435; R's fisher.test (the two sides).
 *
 * @param observed Marked items among those drawn.
 * @param design population, marked and drawn; all whole numbers, the latter two at most population.
 * @returns Tails that both include the observed count, and the two-sided p-value.
 * @throws {RangeError} if a number is not whole, or the observed count can't occur.
 * @example
 * // 10 balls, 4 of them red, 3 drawn: P(3 red) = 4 / 120, which no other count undercuts
 * hypergeometricTest(3, { population: 10, marked: 4, drawn: 3 }).pValue; // 1 / 30
 */
export function hypergeometricTest(
  observed: number,
  design: HypergeometricDesign,
): HypergeometricTest {
  const [least, most] = checkedRange(observed, design);
  const { population, marked, drawn } = design;
  const mode = Math.min(
    most,
    Math.max(least, Math.floor(((drawn + 1) * (marked + 1)) / (population + 2))),
  );
  const ratioUp = (k: number): number =>
    ((marked - k) * (drawn - k)) / ((k + 1) * (population - marked - drawn + k + 1));
  const relative = new Float64Array(most - least + 1);
  relative[mode - least] = 1;
  for (let k = mode; k < most; k++) relative[k + 1 - least] = relative[k - least]! * ratioUp(k);
  for (let k = mode - 1; k >= least; k--)
    relative[k - least] = relative[k + 1 - least]! / ratioUp(k);
  const at = relative[observed - least]!;
  const sums = { all: 0, lower: 0, upper: 0, extreme: 0 };
  for (const [step, probability] of relative.entries()) {
    sums.all += probability;
    if (step <= observed - least) sums.lower += probability;
    if (step >= observed - least) sums.upper += probability;
    if (probability <= at * (1 + tieSlack)) sums.extreme += probability;
  }
  // Far out the probabilities underflow; none of them is 0.
  const share = (sum: number): number => Math.min(1, Math.max(Number.MIN_VALUE, sum / sums.all));
  return {
    pValue: share(sums.extreme),
    lowerTail: share(sums.lower),
    upperTail: share(sums.upper),
    method: 'exact hypergeometric test',
  };
}

/** The least and the most marked items that a draw can hold. */
function checkedRange(
  observed: number,
  { population, marked, drawn }: HypergeometricDesign,
): readonly [least: number, most: number] {
  const caller = 'hypergeometricTest';
  for (const [name, value] of Object.entries({ observed, population, marked, drawn }))
    checkCount(caller, name, value);
  if (marked > population || drawn > population) {
    throw new RangeError(
      `${caller}: marked and drawn must be at most population = ${population}, got ${marked} and ${drawn}`,
    );
  }
  const [least, most] = [Math.max(0, drawn + marked - population), Math.min(drawn, marked)];
  if (observed < least || observed > most) {
    throw new RangeError(`${caller}: observed must be in [${least}, ${most}], got ${observed}`);
  }
  return [least, most];
}
