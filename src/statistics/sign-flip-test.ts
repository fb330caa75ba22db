import { checkResamples, checkValues } from './check.ts';
import { createRandom } from './create-random.ts';

/** A p-value and how it was made. */
export interface TestResult {
  /** Two-sided. */
  readonly pValue: number;
  /** As a reader would cite it. */
  readonly method: string;
}

/** Up to this many flippable clusters, all 2^C sign patterns are listed. */
const enumeratedClusters = 16;
/** Largest table of the exact integer recursion: clusters x range of the total. */
const recursionLimit = 20_000_000;

/**
 * Sign-flip permutation test on cluster sums: does the mean difference differ from 0?
 *
 * Under the null the two models could swap places on every cluster at once, so every
 * pattern of signs is equally likely. Exact where the sums are whole numbers (counts of
 * wins minus losses) or at most 16 clusters differ; otherwise random flips with
 * p = (1 + flips as extreme) / (B + 1), which is never 0. With single items it is the
 * exact McNemar test.
 *
 * Sources: Fisher 1935, The Design of Experiments, 21; Phipson & Smyth 2010,
 * doi:10.2202/1544-6115.1585 (the 1 in the random p-value).
 *
 * @param clusterSums f64[clusters], sum of the differences in each cluster.
 * @param options resamples (default 9999) and seed (default 0) of random flips.
 * @returns Two-sided p-value with its method.
 * @throws {RangeError} if clusterSums is empty or holds NaN, or resamples is not a positive integer.
 */
export function signFlipTest(
  clusterSums: readonly number[],
  options: { readonly resamples?: number; readonly seed?: number } = {},
): TestResult {
  const resamples = options.resamples ?? 9999;
  checkValues('signFlipTest', 'clusterSums', clusterSums);
  checkResamples('signFlipTest', resamples);
  // A sum of 0 is the same under both signs; sorted, so that the clusters' order can't matter.
  const sums = clusterSums
    .filter((sum) => sum !== 0)
    .map(Math.abs)
    .sort((a, b) => a - b);
  const observed = Math.abs(clusterSums.reduce((total, sum) => total + sum, 0));
  const range = sums.reduce((total, sum) => total + sum, 0);
  if (sums.length <= enumeratedClusters) {
    return { pValue: enumeratedP(sums, observed, range), method: 'sign flips of clusters, exact' };
  }
  if (sums.every(Number.isInteger) && sums.length * range <= recursionLimit) {
    return { pValue: recursiveP(sums, observed, range), method: 'sign flips of clusters, exact' };
  }
  const pValue = randomP(sums, observed, range, resamples, options.seed ?? 0);
  return { pValue, method: `sign flips of clusters (B = ${resamples})` };
}

/** Sums of the same magnitudes in another order may differ in the last bits. */
function tolerance(range: number): number {
  return range * 1e-12;
}

function enumeratedP(sums: readonly number[], observed: number, range: number): number {
  let totals = Float64Array.of(0);
  for (const sum of sums) {
    const next = new Float64Array(totals.length * 2);
    for (const [index, total] of totals.entries()) {
      next[2 * index] = total + sum;
      next[2 * index + 1] = total - sum;
    }
    totals = next;
  }
  const threshold = observed - tolerance(range);
  return totals.filter((total) => Math.abs(total) >= threshold).length / totals.length;
}

/** Distribution of the flipped total by convolution: probability[t + range] after each cluster. */
function recursiveP(sums: readonly number[], observed: number, range: number): number {
  let probability = new Float64Array(2 * range + 1);
  let next = new Float64Array(2 * range + 1);
  probability[range] = 1;
  let reach = 0;
  for (const sum of sums) {
    next.fill(0);
    for (let total = range - reach; total <= range + reach; total++) {
      const half = probability[total]! / 2;
      next[total + sum]! += half;
      next[total - sum]! += half;
    }
    [probability, next] = [next, probability];
    reach += sum;
  }
  let extreme = 0;
  for (const [index, each] of probability.entries()) {
    if (Math.abs(index - range) >= observed) extreme += each;
  }
  // Beyond a thousand clusters the smallest probabilities underflow; none of them is 0.
  return Math.min(1, Math.max(Number.MIN_VALUE, extreme));
}

function randomP(
  sums: readonly number[],
  observed: number,
  range: number,
  resamples: number,
  seed: number,
): number {
  const random = createRandom(seed);
  const threshold = observed - tolerance(range);
  let extreme = 0;
  for (let resample = 0; resample < resamples; resample++) {
    let total = 0;
    let bits = 0;
    for (const [index, sum] of sums.entries()) {
      if (index % 32 === 0) bits = random.nextUint32();
      total += bits & 1 ? sum : -sum;
      bits >>>= 1;
    }
    if (Math.abs(total) >= threshold) extreme++;
  }
  return (1 + extreme) / (resamples + 1);
}
