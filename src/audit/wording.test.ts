import { describe, expect, it } from 'vitest';
import { decimals, points, pointsUnsigned } from './wording.ts';

describe('numbers in the sentences of audits', () => {
  it('give a difference its sign, a size none', () => {
    expect([0.0625, -0.0625, 0].map(points)).toEqual(['+6.3 points', '−6.3 points', '0 points']);
    expect([0.0625, 0].map(pointsUnsigned)).toEqual(['6.3 points', '0 points']);
  });

  it('have a true minus and no sign before a nought', () => {
    expect(decimals(-2.149, 2)).toBe('−2.15');
    expect(decimals(-2.149, 0)).toBe('−2');
    expect(decimals(-0.04, 1)).toBe('0');
    expect(points(0.0004)).toBe('0 points');
  });
});
