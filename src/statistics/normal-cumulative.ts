/** Beyond this |z| the tail's continued fraction is both short and precise. */
const tailFrom = 3;

/**
 * Cumulative distribution function of the standard normal, to double precision.
 *
 * Marsaglia's series near the middle, Laplace's continued fraction in the tails, so
 * that small tail probabilities keep their digits (relative error below 1e-12).
 * simple-statistics looks z up in a table of four decimals, too coarse for BCa.
 *
 * Source: Marsaglia 2004, doi:10.18637/jss.v011.i04.
 *
 * @param z Any number; infinities give 0 and 1.
 * @returns P(Z <= z).
 * @throws {RangeError} if z is NaN.
 */
export function normalCumulative(z: number): number {
  if (Number.isNaN(z)) throw new RangeError('normalCumulative: z is NaN');
  if (z < -tailFrom) return upperTail(-z);
  if (z > tailFrom) return 1 - upperTail(z);
  let term = z;
  let sum = z;
  for (let odd = 3; sum + term !== sum || odd === 3; odd += 2) {
    term *= (z * z) / odd;
    sum += term;
    if (term === 0) break;
  }
  return 0.5 + sum * normalDensity(z);
}

/** Density of the standard normal at z. */
export function normalDensity(z: number): number {
  return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
}

/** P(Z > z) for z above 3: density / (z + 1/(z + 2/(z + 3/…))), evaluated from its far end. */
function upperTail(z: number): number {
  if (z === Number.POSITIVE_INFINITY) return 0;
  let fraction = z;
  for (let level = 100; level >= 1; level--) fraction = z + level / fraction;
  return normalDensity(z) / fraction;
}
