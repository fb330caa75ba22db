import { describe, expect, test } from 'vitest';
import { effectiveClusters } from './effective-clusters.ts';
import { fewClustersInterval } from './few-clusters-interval.ts';

const scale = { level: 0.95, lower: 0, upper: 1 };

/** A mean of clusters of two items each. */
function meanOf(clusterMeans: readonly number[]) {
  const values = clusterMeans.flatMap((mean) => [mean, mean]);
  const clusterIds = values.map((_, item) => `c${Math.floor(item / 2)}`);
  const data = {
    columns: [Float64Array.from(values), new Float64Array(values.length).fill(1)],
    statistic: (sums: ArrayLike<number>) => (sums[1]! > 0 ? sums[0]! / sums[1]! : undefined),
    clusterIds,
  };
  return fewClustersInterval(data, [clusterIds], scale);
}

describe('an interval of few clusters', () => {
  test('is Student’s of the cluster means where clusters are of one size', () => {
    // Deviations -.1, 0, .1: s = .1, error .1 / sqrt 3, t(2) = 4.3027.
    const half = (4.302653 * 0.1) / Math.sqrt(3);
    expect(meanOf([0.4, 0.5, 0.6])).toMatchObject({
      lower: expect.closeTo(0.5 - half, 6),
      upper: expect.closeTo(0.5 + half, 6),
      method: 'cluster jackknife, Student t',
    });
  });

  test('stays on the scale', () => {
    expect(meanOf([0.2, 0.8])).toMatchObject({ lower: 0, upper: 1 });
  });

  test('is the whole scale for one cluster', () => {
    expect(meanOf([0.5])).toMatchObject({
      lower: 0,
      upper: 1,
      method: 'whole range (a part in one cluster)',
    });
  });

  test('leaves fifteen clusters to the bootstrap, and such as do not differ', () => {
    const clusters = (n: number) => Array.from({ length: n }, (_, at) => 0.4 + (at % 2) / 10);
    expect(meanOf(clusters(15))).toBeUndefined();
    expect(meanOf(clusters(14))).toBeDefined();
    expect(meanOf([0.5, 0.5, 0.5])).toBeUndefined();
  });
});

test('clusters of one size weigh as they are many, unequal ones less', () => {
  expect(effectiveClusters(['a', 'a', 'b', 'b', 'c', 'c'])).toBe(3);
  // 4² / (3² + 1²)
  expect(effectiveClusters(['a', 'a', 'a', 'b'])).toBe(1.6);
});
