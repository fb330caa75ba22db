import { expect, it } from 'vitest';
import { compactRow, expandRow } from './compact-affinities.ts';

it('rounds every affinity up, by at most one part in 4,096', () => {
  const affinities = Float32Array.from({ length: 20_001 }, (_, i) => Math.exp(i / 2000 - 5));
  const expanded = new Float32Array(affinities.length);
  expandRow(compactRow(affinities), expanded);
  for (const [i, affinity] of affinities.entries()) {
    expect(expanded[i]).toBeGreaterThanOrEqual(affinity);
    expect(expanded[i]! / affinity).toBeLessThanOrEqual(1 + 2 ** -12);
  }
});

it('keeps the order, and numbers that twelve bits hold', () => {
  const exact = Float32Array.of(2 ** -7, 1, 1 + 2 ** -12, 148);
  const expanded = new Float32Array(4);
  expandRow(compactRow(exact), expanded);
  expect(expanded).toEqual(exact);
});
