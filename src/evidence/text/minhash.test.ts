import { describe, expect, it } from 'vitest';
import { createMinHasher } from './minhash.ts';

/** Two sets of 60 elements each that share 40: Jaccard 40 / 80. */
function pair(offset: number): [Uint32Array, Uint32Array] {
  const element = (index: number) => Math.imul(offset * 1000 + index, 2654435761) >>> 0;
  const a = Uint32Array.from({ length: 60 }, (_, index) => element(index));
  const b = Uint32Array.from({ length: 60 }, (_, index) => element(index + 20));
  return [a, b];
}

function agreement(a: Int32Array, b: Int32Array): number {
  return a.reduce((equal, place, index) => equal + Number(place === b[index]), 0) / a.length;
}

describe('createMinHasher', () => {
  it('estimates the Jaccard similarity without bias and with the binomial error', () => {
    const hasher = createMinHasher(256, 7);
    const estimates = Array.from({ length: 400 }, (_, index) => {
      const [a, b] = pair(index);
      return agreement(hasher.signature(a), hasher.signature(b));
    });
    const mean = estimates.reduce((total, each) => total + each, 0) / estimates.length;
    const variance =
      estimates.reduce((total, each) => total + (each - mean) ** 2, 0) / (estimates.length - 1);
    // Standard error of one estimate: sqrt(0.5 * 0.5 / 256) = 0.03125; of the mean of 400: 0.0016.
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.006);
    expect(Math.sqrt(variance)).toBeGreaterThan(0.027);
    expect(Math.sqrt(variance)).toBeLessThan(0.036);
  });

  it('gives equal sets equal signatures, whatever the order of elements', () => {
    const hasher = createMinHasher(64, 1);
    const [set] = pair(1);
    expect(hasher.signature(Uint32Array.from(set).reverse())).toEqual(hasher.signature(set));
  });

  it('depends on the seed only', () => {
    const [set] = pair(2);
    const first = createMinHasher(32, 5).signature(set);
    expect(createMinHasher(32, 5).signature(set)).toEqual(first);
    expect(createMinHasher(32, 6).signature(set)).not.toEqual(first);
  });
});
