import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { longestCommonSubsequence, rougeLOfTokens } from './longest-common-subsequence.ts';

const ids = (...tokens: number[]) => Int32Array.from(tokens);

/** The recursive definition, for texts of a few tokens. */
function byDefinition(a: number[], b: number[]): number {
  const [headA, ...restA] = a;
  const [headB, ...restB] = b;
  if (headA === undefined || headB === undefined) return 0;
  if (headA === headB) return 1 + byDefinition(restA, restB);
  return Math.max(byDefinition(restA, b), byDefinition(a, restB));
}

describe('longestCommonSubsequence', () => {
  it('agrees with its definition', () => {
    const tokens = fc.array(fc.nat({ max: 3 }), { maxLength: 7 });
    fc.assert(
      fc.property(tokens, tokens, (a, b) => {
        expect(longestCommonSubsequence(ids(...a), ids(...b))).toBe(byDefinition(a, b));
      }),
    );
  });
});

describe('rougeLOfTokens', () => {
  it.each([
    // "the cat sat", "the cat ran away": LCS 2, F1 = 2 x 2 / (3 + 4).
    [ids(1, 2, 3), ids(1, 2, 4, 5), 4 / 7],
    [ids(1, 2), ids(1, 2), 1],
    [ids(1), ids(2), 0],
    [ids(), ids(), 0],
  ])('of %j and %j is %d', (a, b, expected) => {
    expect(rougeLOfTokens(a, b)).toBe(expected);
  });
});
