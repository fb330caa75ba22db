import { afterEach, describe, expect, test } from 'vitest';
import { closeOpen, expected, never, open, question, served } from '../../../test/served-engine.ts';

afterEach(closeOpen);

describe('under faults', () => {
  test('256 at once: nothing is lost, all is answered once, retries are counted apart', async () => {
    let held = 256;
    const warned: Error[] = [];
    const onWarning = (warning: Error) => warned.push(warning);
    process.on('warning', onWarning);
    const { server, engine } = await served(
      {
        faults: [
          'rate-limited',
          'rate-limited-with-wait',
          'server-error',
          'unavailable',
          'cut',
          'reset',
          'malformed',
          'no-choices',
        ],
        faultRate: 0.3,
        mostFaults: 5,
        seed: 7,
        // Long enough for all of the first to be there together.
        latencyMs: () => (held-- > 0 ? 1500 : 1),
      },
      { timeoutSeconds: 60 },
    );
    const texts = Array.from({ length: 600 }, (_, index) => `question ${index}`);
    const signal = never();
    const results = await Promise.all(texts.map((text) => engine.ask(question(text), signal)));
    process.off('warning', onWarning);

    expect(results.map(({ answer }) => answer.text)).toEqual(texts.map(expected));
    expect(server.peak).toBe(256);
    const seen = [...server.seen.values()];
    expect(seen).toHaveLength(600);
    expect(seen.every(({ answered }) => answered === 1)).toBe(true);
    const received = seen.reduce((sum, each) => sum + each.received, 0);
    const attempts = results.reduce((sum, { effort }) => sum + effort.attempts, 0);
    expect(attempts).toBe(received);
    expect(received).toBeGreaterThan(750);
    expect(warned.filter(({ name }) => name === 'MaxListenersExceededWarning')).toEqual([]);
  });

  test('holds back while the server says it is too much, and comes back when it bears more', async () => {
    const faults = { faults: ['rate-limited'], mostFaults: 1, latencyMs: () => 10 } as const;
    const { engine } = await served(faults, { maxInFlight: 32 });
    const signal = never();
    const texts = Array.from({ length: 100 }, (_, index) => `question ${index}`);
    const askAll = () => Promise.all(texts.map((text) => engine.ask(question(text), signal)));
    await askAll();
    const heldBack = engine.maxInFlight;
    expect(heldBack).toBeLessThan(17);
    for (let calm = 0; calm < 100 && engine.maxInFlight < 32; calm++) await askAll();
    expect(engine.maxInFlight).toBe(32);
  });

  test.each([
    ['rate-limited', 'rate-limited'],
    ['server-error', 'server-error'],
    ['cut', 'connection-failed'],
    ['reset', 'connection-failed'],
    ['malformed', 'malformed-reply'],
    ['no-choices', 'malformed-reply'],
  ] as const)('gives up on %s after the attempts allowed', async (fault, reason) => {
    const { server, engine } = await served({ faults: [fault] }, { attempts: 3 });
    await expect(engine.ask(question('?'), never())).rejects.toMatchObject({
      name: 'RequestFailure',
      reason,
      attempts: 3,
      fatal: false,
    });
    expect(server.requests).toHaveLength(3);
  });

  test('counts a time-out, and asks again', async () => {
    const slow = { faults: ['slow'], mostFaults: 1, slowMs: 5000 } as const;
    const { engine } = await served(slow, { timeoutSeconds: 0.2 });
    const { effort } = await engine.ask(question('?'), never());
    expect(effort.attempts).toBe(2);
    const { engine: once } = await served(slow, { timeoutSeconds: 0.2, attempts: 1 });
    await expect(once.ask(question('?'), never())).rejects.toMatchObject({ reason: 'timeout' });
    expect(once.maxInFlight).toBe(128);
  });

  test('does not wait for a server that asks to be left alone for hours', async () => {
    const headers = { 'retry-after': '7200' };
    const { engine } = await served({ refusal: { status: 429, body: {}, headers } });
    await expect(engine.ask(question('?'), never())).rejects.toMatchObject({
      reason: 'rate-limited',
      attempts: 1,
      message: expect.stringContaining('to be asked again in 7200 s'),
    });
  });

  test.each([
    [400, { message: 'no such template', object: 'error' }, 'refused', false],
    [401, { error: { message: 'bad key' } }, 'refused', true],
    [403, { error: { message: 'no access' } }, 'refused', true],
    [404, { error: { message: 'The model `tiny` does not exist' } }, 'refused', true],
    [429, { error: { message: 'spent', code: 'insufficient_quota' } }, 'refused', true],
    [302, 'elsewhere', 'refused', false],
  ])('asks once where the answer is a %i', async (status, body, reason, fatal) => {
    const { server, engine } = await served({ refusal: { status, body } });
    await expect(engine.ask(question('?'), never())).rejects.toMatchObject({
      reason,
      fatal,
      attempts: 1,
    });
    expect(server.requests).toHaveLength(1);
  });

  test('reports a server that is not there, after retries', async () => {
    const { engine, server } = await served({}, { attempts: 2 });
    await server.close();
    open.splice(1, 1);
    await expect(engine.ask(question('?'), never())).rejects.toMatchObject({
      reason: 'connection-failed',
      attempts: 2,
      message: expect.stringContaining('ECONNREFUSED'),
    });
  });
});

describe('aborting', () => {
  test('ends requests on their way, waiting in line and waiting to be retried at once', async () => {
    const { engine } = await served({ latencyMs: () => 20_000 }, { maxInFlight: 2 });
    const { engine: limited } = await served({ faults: ['rate-limited'] });
    const controller = new AbortController();
    const asked = [
      ...Array.from({ length: 5 }, (_, index) =>
        engine.ask(question(`${index}`), controller.signal),
      ),
      limited.ask(question('?'), controller.signal),
    ];
    const settled = Promise.allSettled(asked);
    await new Promise((resolve) => setTimeout(resolve, 30));
    const start = performance.now();
    controller.abort(new Error('the run was stopped'));
    const outcomes = await settled;
    expect(performance.now() - start).toBeLessThan(1000);
    for (const outcome of outcomes) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { message: 'the run was stopped' },
      });
    }
    await expect(engine.ask(question('?'), controller.signal)).rejects.toThrow(
      'the run was stopped',
    );
  });
});
