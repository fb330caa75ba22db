import { describe, expect, test } from 'vitest';
import { onAbort, sleep } from './on-abort.ts';

const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

describe('an action on abort', () => {
  test('is called once, and not if it was taken back', () => {
    const controller = new AbortController();
    const called: string[] = [];
    onAbort(controller.signal, () => called.push('kept'));
    const forget = onAbort(controller.signal, () => called.push('taken back'));
    forget();
    controller.abort();
    expect(called).toEqual(['kept']);
  });

  test('takes one listener of a signal, however many there are', async () => {
    const warned: Error[] = [];
    const onWarning = (warning: Error) => warned.push(warning);
    process.on('warning', onWarning);
    const { signal } = new AbortController();
    for (let waiting = 0; waiting < 1000; waiting++) onAbort(signal, () => {});
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', onWarning);
    expect(warned).toEqual([]);
  });
});

describe('sleep', () => {
  test('ends at its time', async () => {
    const start = performance.now();
    await sleep(30, new AbortController().signal);
    // Timers of Node may fire a millisecond early by this clock.
    expect(performance.now() - start).toBeGreaterThanOrEqual(29);
  });

  test('ends with the reason when it is aborted, and leaves no timer behind', async () => {
    const controller = new AbortController();
    const before = timers();
    const settled = Promise.allSettled([1, 2, 3].map(() => sleep(60_000, controller.signal)));
    expect(timers()).toBeGreaterThan(before);
    controller.abort(new Error('stopped'));
    for (const outcome of await settled) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: { message: 'stopped' } });
    }
    expect(timers()).toBe(before);
    await expect(sleep(1, controller.signal)).rejects.toThrow('stopped');
  });
});
