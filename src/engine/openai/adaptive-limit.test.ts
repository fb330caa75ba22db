import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AdaptiveLimit } from './adaptive-limit.ts';

/** A limit with a clock that a server's simulated rounds move on. */
function limited(most: number) {
  let now = 0;
  const limit = new AdaptiveLimit(most, () => now);
  return {
    limit,
    /** As many answers as are let out together, which take so long and come all at once. */
    round: (latencyMs: number, inFlight = limit.value) => {
      const sentAt = now + 1;
      now = sentAt + latencyMs;
      for (let answer = 0; answer < Math.max(8, limit.value); answer++) {
        limit.answered(sentAt, inFlight);
      }
    },
    /** One request sent now is turned away. */
    refuse: () => {
      now += 1;
      const sentAt = now;
      now += 1;
      limit.overloaded(sentAt);
    },
    sent: () => now,
    wait: (milliseconds: number) => {
      now += milliseconds;
    },
  };
}

describe('the adaptive limit', () => {
  test('begins at the most', () => {
    expect(limited(256).limit.value).toBe(256);
  });

  test('halves on an overload, down to one', () => {
    const { limit, refuse } = limited(10);
    const values = Array.from({ length: 5 }, () => {
      refuse();
      return limit.value;
    });
    expect(values).toEqual([5, 2, 1, 1, 1]);
  });

  test('halves once for requests that were under way together', () => {
    const { limit, sent, wait } = limited(256);
    wait(10);
    const together = sent();
    wait(10);
    for (let refused = 0; refused < 200; refused++) limit.overloaded(together);
    expect(limit.value).toBe(128);
  });

  test('climbs back by a 32nd of the most a round: 128 to 256 in 16', () => {
    const { limit, refuse, round } = limited(256);
    refuse();
    for (let count = 0; count < 15; count++) round(100);
    expect(limit.value).toBe(248);
    round(100);
    round(100);
    expect(limit.value).toBe(256);
  });

  test('does not climb while fewer requests are under way than it allows', () => {
    const { limit, refuse, round } = limited(256);
    refuse();
    for (let count = 0; count < 20; count++) round(100, 3);
    expect(limit.value).toBe(128);
  });

  test('gives way when answers take more than twice as long and fewer come', () => {
    const { limit, round } = limited(64);
    round(100);
    round(150);
    expect(limit.value).toBe(64);
    round(250);
    expect(limit.value).toBe(48);
  });

  test('lets longer answers cost one step, not all', () => {
    const { limit, round } = limited(64);
    round(100);
    for (let count = 0; count < 3; count++) round(1000);
    // 64 x 0.75, then two rounds of +2 each.
    expect(limit.value).toBe(52);
  });

  test('keeps climbing at a batching server: each slower, all together faster', () => {
    const { limit, refuse, round } = limited(64);
    for (let count = 0; count < 4; count++) refuse();
    expect(limit.value).toBe(4);
    // Latency grows as the root of the batch, so answers a second grow with it.
    for (let count = 0; count < 40; count++) round(100 * Math.sqrt(limit.value));
    expect(limit.value).toBe(64);
  });

  test('stays whole, at least one and at most the most, whatever happens', () => {
    const events = fc.array(
      fc.oneof(fc.constant('refuse' as const), fc.double({ min: 0, max: 1e6, noNaN: true })),
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4096 }), events, (most, happened) => {
        const { limit, round, refuse } = limited(most);
        for (const event of happened.slice(0, 20)) {
          if (event === 'refuse') refuse();
          else round(event);
          expect(Number.isInteger(limit.value) && limit.value >= 1 && limit.value <= most).toBe(
            true,
          );
        }
      }),
      { numRuns: 30 },
    );
  });
});
