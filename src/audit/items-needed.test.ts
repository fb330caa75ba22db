import fc from 'fast-check';
import { expect, test } from 'vitest';
import { itemsNeeded } from './items-needed.ts';

test('grows with the square of how far the interval must shrink', () => {
  // 100 (.08 / .06)^2 = 177.8; half the width takes four times the items.
  expect(itemsNeeded(100, 0.08, 0.06)).toBe(178);
  expect(itemsNeeded(50, 0.5, 0.25)).toBe(200);
});

test('is n where the interval fits already', () => {
  expect(itemsNeeded(100, 0.05, 0.05)).toBe(100);
  expect(itemsNeeded(100, 0.01, 0.05)).toBe(100);
});

test('does not exist without room, or beyond all counting', () => {
  expect(itemsNeeded(100, 0.05, 0)).toBeUndefined();
  expect(itemsNeeded(100, 0.05, -0.1)).toBeUndefined();
  expect(itemsNeeded(100, 1, 1e-12)).toBeUndefined();
});

test('is never fewer than there are, and more for less room', () => {
  const share = fc.double({ min: 0.001, max: 1, noNaN: true });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), share, share, share, (n, half, a, b) => {
      const [less, more] = [
        itemsNeeded(n, half, Math.min(a, b)),
        itemsNeeded(n, half, Math.max(a, b)),
      ];
      expect(less).toBeGreaterThanOrEqual(more!);
      expect(more).toBeGreaterThanOrEqual(n);
    }),
  );
});
