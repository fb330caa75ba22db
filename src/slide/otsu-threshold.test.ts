import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { otsuThreshold } from './otsu-threshold.ts';

describe('otsuThreshold', () => {
  it('splits where the variance between the parts is largest', () => {
    // Values 0 0 1 3 4 4 (sum 12). below x above x (mean below - mean above)^2:
    // at 0: 2 x 4 x (0 - 12/4)^2 = 72; at 1: 3 x 3 x (1/3 - 11/3)^2 = 100;
    // at 2: the same, but 1 comes first; at 3: 4 x 2 x (1 - 4)^2 = 72.
    expect(otsuThreshold([2, 1, 0, 1, 2])).toBe(1);
    // Nine 10s and one 200: the only split.
    const lopsided = new Uint32Array(256);
    lopsided[10] = 9;
    lopsided[200] = 1;
    expect(otsuThreshold(lopsided)).toBe(10);
  });

  it('has nothing above it where there is one value', () => {
    expect(otsuThreshold([0, 0, 7, 0])).toBe(2);
    expect(() => otsuThreshold([0, 0])).toThrow('otsuThreshold: the histogram is empty');
  });

  it('finds what trying every split finds', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 2, maxLength: 12 }), (histogram) => {
        const values = histogram.flatMap((count, value) => new Array<number>(count).fill(value));
        fc.pre(new Set(values).size > 1);
        const mean = (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length;
        const between = (threshold: number): number => {
          const below = values.filter((value) => value <= threshold);
          const above = values.filter((value) => value > threshold);
          if (below.length === 0 || above.length === 0) return 0;
          return below.length * above.length * (mean(below) - mean(above)) ** 2;
        };
        const best = Math.max(...histogram.map((_, value) => between(value)));
        expect(between(otsuThreshold(histogram))).toBeCloseTo(best, 6);
      }),
    );
  });
});
