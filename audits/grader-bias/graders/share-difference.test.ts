import { describe, expect, test } from 'vitest';
import { shareDifference } from './share-difference.ts';

describe('a difference of shares', () => {
  const settings = { level: 0.95, resamples: 999, seed: 0 };
  const part = (wins: readonly number[]) => ({
    values: wins.flatMap((won) => Array.from({ length: 10 }, (_, at) => (at < won ? 1 : 0))),
    clusterIds: wins.flatMap((_, cluster) => new Array<string>(10).fill(`c${cluster}`)),
  });

  test('over two clusters is Student’s on one degree of freedom', () => {
    // Differences .1 and .2: .15 ± 12.706 x .05.
    const { interval } = shareDifference(part([6, 7]), part([5, 5]), settings).difference;
    expect(interval).toMatchObject({
      lower: expect.closeTo(0.15 - 12.7062 * 0.05, 4),
      upper: expect.closeTo(0.15 + 12.7062 * 0.05, 4),
    });
  });

  test('has a width where two clusters differ alike', () => {
    const { interval } = shareDifference(part([6, 7]), part([4, 5]), settings).difference;
    expect(interval.method).toBe('Newcombe on the effective n');
    expect(interval.upper - interval.lower).toBeGreaterThan(0.3);
  });
});
