import { describe, expect, test } from 'vitest';
import { createRandom } from '../../statistics/create-random.ts';
import { retryAfterMs, retryDelayMs } from './retry-delay.ts';

const backoff = { firstMs: 500, mostMs: 30_000 };

describe('the wait before a retry', () => {
  test('is drawn from the whole range below a bound that doubles up to the most', () => {
    const random = createRandom(1);
    for (const [failures, bound] of [
      [1, 500],
      [2, 1000],
      [3, 2000],
      [7, 30_000],
      [100_000, 30_000],
    ] as const) {
      const drawn = Array.from({ length: 400 }, () =>
        retryDelayMs(failures, undefined, backoff, random),
      );
      expect(Math.max(...drawn)).toBeLessThan(bound);
      expect(Math.max(...drawn)).toBeGreaterThan(0.95 * bound);
      expect(Math.min(...drawn)).toBeLessThan(0.05 * bound);
    }
  });

  test('is the same for the same seed', () => {
    const first = retryDelayMs(3, undefined, backoff, createRandom(5));
    expect(retryDelayMs(3, undefined, backoff, createRandom(5))).toBe(first);
  });

  test('never ends before what the server asked for', () => {
    const delay = retryDelayMs(1, 7000, backoff, createRandom(0));
    expect(delay).toBeGreaterThanOrEqual(7000);
    expect(delay).toBeLessThan(7500);
  });
});

describe('what a reply asks to wait', () => {
  const now = Date.parse('Wed, 25 Nov 2026 08:00:00 GMT');

  test.each([
    [{ 'retry-after': '2' }, 2000],
    [{ 'retry-after': '0.5' }, 500],
    [{ 'retry-after': 'Wed, 25 Nov 2026 08:00:03 GMT' }, 3000],
    [{ 'retry-after': 'Wed, 25 Nov 2026 07:00:00 GMT' }, 0],
    [{ 'retry-after': '-1' }, 0],
    [{ 'retry-after-ms': '120', 'retry-after': '9' }, 120],
    [{ 'retry-after': 'soon' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{}, undefined],
  ])('%j is %s ms', (headers, expected) => {
    expect(retryAfterMs(new Headers(headers as Record<string, string>), now)).toBe(expected);
  });
});
