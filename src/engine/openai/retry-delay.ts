import type { RandomSource } from '../../statistics/create-random.ts';

/** How long is waited between two attempts, in milliseconds. */
export interface Backoff {
  /** At most this before the first retry, twice as long before each further one … */
  readonly firstMs: number;
  /** … and never more than this. */
  readonly mostMs: number;
}

/**
 * Milliseconds before an attempt is repeated: full jitter, any time up to the doubled bound, so
 * that requests that failed together do not come back together. What the server asked for is
 * waited out first.
 *
 * Source: Brooker 2015, "Exponential Backoff And Jitter" (AWS Architecture Blog).
 *
 * @param failures Attempts that failed so far, at least 1.
 */
export function retryDelayMs(
  failures: number,
  retryAfterMs: number | undefined,
  backoff: Backoff,
  random: RandomSource,
): number {
  // 2 ** 30 times the first wait is above any bound that makes sense.
  const bound = Math.min(backoff.mostMs, backoff.firstMs * 2 ** Math.min(failures - 1, 30));
  return (retryAfterMs ?? 0) + random.nextFloat() * bound;
}

/**
 * What a reply's `retry-after-ms` or `Retry-After` (seconds or a date, RFC 9110 section 10.2.3)
 * asks for, in milliseconds from now, never negative; undefined if it asks for nothing readable.
 */
export function retryAfterMs(headers: Headers | undefined, nowMs: number): number | undefined {
  const exact = number(headers?.get('retry-after-ms'));
  if (exact !== undefined) return Math.max(0, exact);
  const text = headers?.get('retry-after');
  const seconds = number(text);
  if (seconds !== undefined) return Math.max(0, seconds * 1000);
  const date = Date.parse(text ?? '');
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

function number(text: string | null | undefined): number | undefined {
  const trimmed = text?.trim() ?? '';
  const value = Number(trimmed);
  return trimmed === '' || !Number.isFinite(value) ? undefined : value;
}
