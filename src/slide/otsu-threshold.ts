/**
 * Otsu's threshold: the value that splits a histogram in two with the largest variance between
 * the parts. Values above it are the upper part.
 *
 * Source: Otsu 1979, doi:10.1109/TSMC.1979.4310076.
 *
 * @param histogram Counts by value, from value 0.
 * @returns The first of several best values; where all counts lie on one value, that value.
 * @throws {RangeError} if nothing was counted.
 * @example
 * otsuThreshold([5, 1, 0, 0, 4]); // 1: five 0s and a 1 below, four 4s above
 */
export function otsuThreshold(histogram: ArrayLike<number>): number {
  const counts = Array.from(histogram);
  const total = counts.reduce((a, b) => a + b, 0);
  if (!(total > 0)) throw new RangeError('otsuThreshold: the histogram is empty; count something');
  const sum = counts.reduce((weighted, count, value) => weighted + count * value, 0);
  let best = counts.findIndex((count) => count > 0);
  let largest = 0;
  let below = 0;
  let sumBelow = 0;
  for (const [value, count] of counts.entries()) {
    below += count;
    sumBelow += count * value;
    const above = total - below;
    if (below === 0 || above === 0) continue;
    const between = below * above * (sumBelow / below - (sum - sumBelow) / above) ** 2;
    if (between > largest) {
      largest = between;
      best = value;
    }
  }
  return best;
}
