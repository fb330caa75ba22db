import { describe, expect, it } from 'vitest';
import type { Sampling } from '../../model/model.ts';
import { createSampler, logSumExp } from './sampler.ts';

const logits = Float32Array.from([0.1, 0.4, 0.2, 0.3], Math.log);

function shares(
  sampling: Partial<Extract<Sampling, { kind: 'sample' }>>,
  draws = 20_000,
): number[] {
  const sampler = createSampler(
    { kind: 'sample', temperature: 1, topK: 0, topP: 1, seed: 1, ...sampling },
    0,
  );
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < draws; i++) counts[sampler(logits).id]! += 1 / draws;
  return counts;
}

describe('createSampler', () => {
  it('takes the most probable token, the lowest id of equals, and says how probable it is', () => {
    const greedy = createSampler({ kind: 'greedy' }, 0);
    expect(greedy(logits)).toEqual({ id: 1, logProb: expect.closeTo(Math.log(0.4), 6) });
    expect(greedy(Float32Array.of(1, 3, 3, 2)).id).toBe(1);
  });

  // With 20,000 draws the standard error of a share is at most 0.0035.
  it('draws tokens as often as they are probable', () => {
    const found = shares({});
    for (const [id, share] of [0.1, 0.4, 0.2, 0.3].entries()) {
      expect(Math.abs(found[id]! - share)).toBeLessThan(0.014);
    }
  });

  it('sharpens by temperature: at 1/2 the odds are squared', () => {
    // 0.01, 0.16, 0.04, 0.09 of 0.30
    for (const [id, share] of [1 / 30, 16 / 30, 4 / 30, 9 / 30].entries()) {
      expect(Math.abs(shares({ temperature: 0.5 })[id]! - share)).toBeLessThan(0.014);
    }
  });

  it('draws from the k most probable alone, with the lowest ids of equals', () => {
    const [a, b, c, d] = shares({ topK: 2 });
    expect([a, c]).toEqual([0, 0]);
    expect(Math.abs(b! - 4 / 7)).toBeLessThan(0.014);
    expect(Math.abs(d! - 3 / 7)).toBeLessThan(0.014);
    const sampler = createSampler({ kind: 'sample', temperature: 1, topK: 1, topP: 1, seed: 0 }, 0);
    expect(sampler(Float32Array.of(0, 2, 2)).id).toBe(1);
  });

  it('draws from the fewest tokens that together reach topP, at least one', () => {
    // 0.4 + 0.3 = 0.7 reach 0.65; 0.4 alone reaches 0.4 and 0.01.
    expect(shares({ topP: 0.65 }, 500).map((share) => share > 0)).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect(shares({ topP: 0.01 }, 500)).toEqual([0, expect.closeTo(1), 0, 0]);
  });

  it('gives the model’s own log-probability whatever it draws from', () => {
    const sampler = createSampler({ kind: 'sample', temperature: 9, topK: 1, topP: 1, seed: 0 }, 0);
    expect(sampler(logits).logProb).toBeCloseTo(Math.log(0.4), 6);
  });

  it.each([
    [{ temperature: 0 }, 'temperature must be above 0, got 0'],
    [{ topK: 1.5 }, 'topK must be a whole number, 0 for all, got 1.5'],
    [{ topP: 0 }, 'topP must be in (0, 1], got 0'],
  ])('refuses %o', (wrong, message) => {
    expect(() => shares(wrong)).toThrow(new RangeError(message));
  });
});

describe('logSumExp', () => {
  it('is exact where exponentials would overflow', () => {
    expect(logSumExp(Float32Array.of(1000, 1000))).toBeCloseTo(1000 + Math.log(2), 10);
  });
});
