import { describe, expect, test, vi } from 'vitest';
import { testItem } from '../../test/test-item.ts';
import { type Engine, type EngineRequest, RequestFailure } from '../engine/engine.ts';
import { silentProgress } from '../progress.ts';
import { inFlight } from './in-flight.ts';
import type { JournalRow } from './journal-row.ts';
import type { PlannedRequest } from './request.ts';
import { runRequests } from './run-requests.ts';

const requests = Array.from(
  { length: 40 },
  (_, i): PlannedRequest => ({
    key: i.toString(16).padStart(32, '0'),
    model: 'ours',
    condition: 'none',
    stimulus: { media: [], text: `question ${i}`, options: [] },
    decoding: { maxNewTokens: 8, candidates: [] },
    items: [testItem({ key: `test/${i}` })],
  }),
);

const textOf = ({ prompt }: EngineRequest): string => prompt.messages[0]!.content as string;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

function engineThat(answer: (text: string) => Promise<string>, maxInFlight = 4): Engine {
  return {
    maxInFlight,
    ask: async (request) => ({
      answer: { text: await answer(textOf(request)), finish: 'stop' },
      effort: { durationMs: 1, attempts: 2 },
    }),
    close: async () => {},
  };
}

function run(engine: Engine, signal = new AbortController().signal) {
  const rows: JournalRow[] = [];
  const tally = runRequests(requests, engine, {
    promptOf: async ({ stimulus }) => ({ messages: [{ role: 'user', content: stimulus.text }] }),
    journal: { append: async (row) => void rows.push(row) },
    signal,
    progress: silentProgress,
    label: 'Asking',
  });
  return { rows, tally };
}

describe('runRequests', () => {
  test('journals every answer, with at most so many under way as the engine has use for', async () => {
    let underWay = 0;
    let most = 0;
    const { rows, tally } = run(
      engineThat(async (text) => {
        most = Math.max(most, ++underWay);
        await wait(1);
        underWay--;
        return `to ${text}`;
      }),
    );
    expect(await tally).toEqual({ answered: 40, failed: 0, left: 0 });
    expect(most).toBe(4);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(40);
    expect(rows[0]).toMatchObject({
      model: 'ours',
      condition: 'none',
      answer: { text: expect.stringContaining('to question') },
      effort: { attempts: 2, at: expect.stringMatching(/^\d{4}-/) },
    });
  });

  test('a request that fails is a row with its reason, and the others go on', async () => {
    const { rows, tally } = run(
      engineThat(async (text) => {
        if (text.endsWith('7')) throw new RequestFailure('timeout', 'none in 300 s', 6);
        if (text.endsWith('8')) throw new Error('boom');
        return 'A';
      }),
    );
    expect(await tally).toEqual({ answered: 32, failed: 8, left: 0 });
    const failures = rows.filter(({ failure }) => failure);
    expect(failures.filter(({ failure }) => failure!.reason === 'timeout')).toHaveLength(4);
    expect(failures.filter(({ failure }) => failure!.reason === 'defect')).toHaveLength(4);
    expect(failures.map(({ effort }) => effort.attempts)).toContain(6);
  });

  test('asks nothing more once every request would fail the same way', async () => {
    const fatal = new RequestFailure('refused', '401 unauthorised', 1, true);
    const asked = vi.fn(async () => {
      throw fatal;
    });
    const { rows, tally } = run(engineThat(asked));
    expect(await tally).toEqual({
      answered: 0,
      failed: 0,
      left: 40,
      stopped: 'refused: 401 unauthorised',
    });
    expect(rows).toEqual([]);
    expect(asked.mock.calls.length).toBeLessThanOrEqual(4);
  });

  test('an interruption gives up what is under way and journals none of it', async () => {
    const interruption = new AbortController();
    const engine: Engine = {
      ...engineThat(async () => ''),
      ask: (request, signal) =>
        textOf(request).endsWith(' 9')
          ? new Promise((_, reject) => {
              signal.addEventListener('abort', () => reject(signal.reason), { once: true });
              interruption.abort();
            })
          : engineThat(async () => 'A').ask(request, signal),
    };
    const { rows, tally } = run(engine, interruption.signal);
    const { answered, failed, left } = await tally;
    expect([failed, answered + left]).toEqual([0, 40]);
    expect(rows).toHaveLength(answered);
    expect(rows.map(({ item }) => item)).not.toContain('test/9');
  });

  test('a journal that can not be written ends the run', async () => {
    const tally = runRequests(
      requests,
      engineThat(async () => 'A'),
      {
        promptOf: async () => ({ messages: [{ role: 'user', content: '' }] }),
        journal: { append: () => Promise.reject(new Error('disk full')) },
        signal: new AbortController().signal,
        progress: silentProgress,
        label: 'Asking',
      },
    );
    await expect(tally).rejects.toThrow('disk full');
  });
});

test('a limit that shrinks and grows is kept', async () => {
  let limit = 1;
  let underWay = 0;
  await inFlight(30, {
    limit: () => limit,
    mayStart: () => true,
    work: async (index) => {
      underWay++;
      expect(underWay).toBeLessThanOrEqual(8);
      await wait(1);
      underWay--;
      limit = index < 15 ? 8 : 2;
    },
  });
  expect(underWay).toBe(0);
});
