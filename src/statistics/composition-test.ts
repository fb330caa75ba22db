import { checkCount, checkResamples } from './check.ts';
import { createRandom } from './create-random.ts';
import { shuffleHead } from './shuffle-head.ts';
import type { TestResult } from './sign-flip-test.ts';

/**
 * Monte Carlo test of a whole composition: was a subset a simple random draw of its parent?
 *
 * Pearson's chi-square of the drawn counts against their expectation, referred to as many draws
 * from the multivariate hypergeometric distribution: right for small and empty cells too, and for
 * subsets that are most of the parent. p = (1 + draws at least as far off) / (draws + 1), which is
 * never 0. A composition that is nearer to the parent's than chance gives a p-value near 1.
 * O(draws x smaller half of the population).
 *
 * Source: Davison & Hinkley 1997, Bootstrap Methods and their Application, section 4.2 (Monte Carlo
 * tests).
 *
 * @param drawn Items of each value in the subset.
 * @param parent Items of each value in the parent, in the same order.
 * @param options draws (default 10,000), seed (default 0).
 * @returns p-value against draws that keep the size of the subset; 1 where all counts are fixed.
 * @throws {RangeError} if lengths differ, a count is not whole, or more of a value is drawn than there is.
 * @example
 * compositionTest([5, 0], [5, 5]); // about 2 / 252: all of the one kind, or all of the other
 */
export function compositionTest(
  drawn: readonly number[],
  parent: readonly number[],
  options: { readonly draws?: number; readonly seed?: number } = {},
): TestResult {
  const { draws = 10_000, seed = 0 } = options;
  checkCounts(drawn, parent);
  checkResamples('compositionTest', draws);
  const method = 'chi-square, Monte Carlo over hypergeometric draws';
  const [size, population] = [total(drawn), total(parent)];
  if (size === 0 || size === population) return { pValue: 1, method };
  const expected = parent.map((count) => (count * size) / population);
  const chiSquare = (counts: ArrayLike<number>): number =>
    expected.reduce(
      (sum, mean, value) => (mean === 0 ? sum : sum + (counts[value]! - mean) ** 2 / mean),
      0,
    );
  // Rounding must not turn a tie into a draw that is less far off.
  const observed = chiSquare(drawn) * (1 - 1e-9);
  const pool = poolOf(parent, population);
  const leftOut = 2 * size > population;
  const random = createRandom(seed);
  let asFar = 0;
  for (let draw = 0; draw < draws; draw++) {
    const count = leftOut ? population - size : size;
    shuffleHead(pool, count, random);
    const counts = leftOut ? Float64Array.from(parent) : new Float64Array(parent.length);
    for (let place = 0; place < count; place++) counts[pool[place]!]! += leftOut ? -1 : 1;
    if (chiSquare(counts) >= observed) asFar++;
  }
  return { pValue: (1 + asFar) / (draws + 1), method };
}

/** Each item's value. */
function poolOf(parent: readonly number[], population: number): Uint16Array {
  const pool = new Uint16Array(population);
  let start = 0;
  for (const [value, count] of parent.entries()) {
    pool.fill(value, start, start + count);
    start += count;
  }
  return pool;
}

function total(counts: readonly number[]): number {
  return counts.reduce((sum, count) => sum + count, 0);
}

function checkCounts(drawn: readonly number[], parent: readonly number[]): void {
  const caller = 'compositionTest';
  if (drawn.length !== parent.length || parent.length > 65_536) {
    throw new RangeError(
      `${caller}: drawn has ${drawn.length} values, parent ${parent.length}; both need the same, at most 65536`,
    );
  }
  for (const [value, count] of parent.entries()) {
    checkCount(caller, `parent[${value}]`, count);
    checkCount(caller, `drawn[${value}]`, drawn[value]!);
    if (drawn[value]! > count) {
      throw new RangeError(`${caller}: ${drawn[value]} drawn of the ${count} of value ${value}`);
    }
  }
}
