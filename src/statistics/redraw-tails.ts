import { checkValues } from './check.ts';

/** Where an observed value lies among values that were drawn under the null. */
export interface RedrawTails {
  /** Share of the draws below it, ties half: 0.5 in the middle. */
  readonly percentile: number;
  /** One-sided p: as high by chance. */
  readonly pHigher: number;
  readonly pLower: number;
  /** Twice the smaller of the two, at most 1. */
  readonly pTwoSided: number;
}

/** Sums of the same numbers in another order differ by less than this. */
const tieSlack = 1e-9;

/**
 * Monte Carlo p-values of an observed statistic among its draws: (1 + as extreme) / (draws + 1),
 * the observed one counted among the draws, so that the test keeps its level.
 *
 * Source: Phipson & Smyth 2010, doi:10.2202/1544-6115.1585.
 *
 * @param observed The statistic of the subset that was used.
 * @param drawn The same of each draw.
 * @throws {RangeError} if there is no draw, or one is not finite.
 * @example
 * redrawTails(3, Float64Array.of(1, 2, 3, 4)); // percentile 0.625, pHigher 3/5, pLower 4/5
 */
export function redrawTails(observed: number, drawn: Float64Array): RedrawTails {
  checkValues('redrawTails', 'drawn', drawn);
  let [above, below] = [0, 0];
  for (const value of drawn) {
    if (value > observed + tieSlack) above++;
    else if (value < observed - tieSlack) below++;
  }
  const ties = drawn.length - above - below;
  const [pHigher, pLower] = [above, below].map(
    (beyond) => (1 + beyond + ties) / (drawn.length + 1),
  );
  return {
    percentile: (below + ties / 2) / drawn.length,
    pHigher: pHigher!,
    pLower: pLower!,
    pTwoSided: Math.min(1, 2 * Math.min(pHigher!, pLower!)),
  };
}
