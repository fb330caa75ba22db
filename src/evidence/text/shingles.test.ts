import { describe, expect, it } from 'vitest';
import { jaccard } from './jaccard-join.ts';
import { shingleSet } from './shingles.ts';

describe('shingleSet', () => {
  it.each([
    ['', 0],
    ['ct', 1],
    ['lungs', 1],
    ['is it a mass', 8],
    ['aaaaaaaa', 1],
    ['肺部有结节吗', 5],
    ['ct显示肺部结节', 7],
  ])('of %j has %d elements', (text, count) => {
    expect(shingleSet(text)).toHaveLength(count);
  });

  it('is sorted without repeats', () => {
    const shingles = shingleSet('is there a mass in the breast or is there a cyst');
    expect([...shingles]).toEqual([...new Set(shingles)].sort((a, b) => a - b));
  });

  it('counts the shingles that two texts share', () => {
    // 5-character shingles of "left lung" are 5, of "left lobe" 5; "left ", "eft l" are common.
    expect(jaccard(shingleSet('left lung'), shingleSet('left lobe'))).toBe(2 / 8);
  });
});
