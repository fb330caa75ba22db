/** Collector and workers over a real Redis server, with engines that answer by rule. */

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type RedisServer, redisServerPath, startRedis } from '../../../test/redis/redis-server.ts';
import { testItem } from '../../../test/test-item.ts';
import { type EngineRequest, RequestFailure } from '../../engine/engine.ts';
import { AuditError } from '../../errors.ts';
import { silentProgress } from '../../progress.ts';
import type { BatteryModel } from '../battery-models.ts';
import { Journal } from '../journal.ts';
import { type JournalRow, outcomeOf } from '../journal-row.ts';
import type { PlannedRequest } from '../request.ts';
import type { RequestFilter } from '../request-filter.ts';
import type { ModelTally } from '../run-plan.ts';
import { answerRequests } from './answer-requests.ts';
import { collectAnswers } from './collect-answers.ts';
import { connectQueue, PREFIX, type QueueConnection } from './connect-queue.ts';
import { leadKey, takeLead } from './lead.ts';
import { readQueueAddress } from './queue-address.ts';
import { queueName } from './queue-name.ts';

const COUNT = 60;

function requestsOf(model: string, first: number): PlannedRequest[] {
  return Array.from({ length: COUNT }, (_, i) => ({
    key: (first + i).toString(16).padStart(32, '0'),
    model,
    condition: 'none',
    stimulus: { media: [], text: `question ${first + i}`, options: [] },
    decoding: { maxNewTokens: 8, candidates: [] },
    items: [testItem({ key: `test/${first + i}` })],
  }));
}

const plan = {
  requests: [...requestsOf('ours', 0), ...requestsOf('theirs', 1000)],
  notApplicable: [],
};
const names = ['ours', 'theirs'];
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const NEVER = new AbortController().signal;

type Rule = (text: string, signal: AbortSignal) => Promise<string>;

function modelThat(name: string, rule: Rule, opened?: (name: string) => void): BatteryModel {
  return {
    name,
    identity: name,
    whyNotTaken: () => undefined,
    effort: { inFlight: 4 },
    memory: async () => undefined,
    async open() {
      opened?.(name);
      return {
        maxInFlight: 4,
        ask: async ({ prompt }: EngineRequest, signal: AbortSignal) => ({
          answer: {
            text: await rule(JSON.stringify(prompt.messages[0]!.content), signal),
            finish: 'stop' as const,
          },
          effort: { durationMs: 1, attempts: 1 },
        }),
        close: async () => {},
      };
    },
  };
}

const slowly: Rule = async (text) => {
  await wait(5);
  return `to ${text}`;
};

describe.skipIf(redisServerPath === undefined)('a run shared through Redis', () => {
  let server: RedisServer;
  let folder: string;
  let connection: QueueConnection;
  beforeAll(async () => {
    server = await startRedis();
    folder = await mkdtemp(join(tmpdir(), 'queue-'));
    connection = await connect();
  });
  afterAll(async () => {
    await connection.close();
    await server.stop();
    await rm(folder, { recursive: true });
  });

  const connect = (retries = Number.POSITIVE_INFINITY): Promise<QueueConnection> =>
    connectQueue(readQueueAddress(server.url, {}), { retries });

  interface Settings {
    readonly signal?: AbortSignal;
    readonly filter?: RequestFilter;
    readonly facts?: Record<string, string>;
    readonly plan?: typeof plan;
    readonly connection?: QueueConnection;
    readonly drain?: boolean;
  }

  /** Collects into the journal of that name. */
  async function collect(name: string, settings: Settings = {}): Promise<readonly ModelTally[]> {
    const journal = await Journal.open(join(folder, `${name}.jsonl`), name);
    try {
      return await collectAnswers(plan, names, {
        connection,
        benchmark: name,
        facts: { seed: '0' },
        journal,
        filter: {},
        signal: NEVER,
        progress: silentProgress,
        ...settings,
      });
    } finally {
      await journal.close();
    }
  }

  /** Answers until nothing is left or the signal says so. */
  async function work(
    name: string,
    worker: string,
    rule: Rule,
    settings: Settings & { opened?: (model: string) => void; log?: (line: string) => void } = {},
  ): Promise<readonly ModelTally[]> {
    const own = await connect();
    const journal = await Journal.open(join(folder, `${name}.worker-${worker}.jsonl`), name);
    try {
      return await answerRequests(
        settings.plan ?? plan,
        names.map((model) => modelThat(model, rule, settings.opened)),
        {
          connection: own,
          benchmark: name,
          facts: settings.facts ?? { seed: '0' },
          journal,
          worker,
          drain: settings.drain ?? true,
          signal: settings.signal ?? NEVER,
          progress: silentProgress,
          log: settings.log ?? (() => {}),
        },
      );
    } finally {
      await journal.close();
      await own.close();
    }
  }

  async function rowsOf(name: string): Promise<readonly JournalRow[]> {
    const [, ...lines] = (await readFile(join(folder, `${name}.jsonl`), 'utf8'))
      .trimEnd()
      .split('\n');
    return lines.map((line) => JSON.parse(line) as JournalRow);
  }

  const keysOf = (rows: readonly { readonly key: string }[]): string[] =>
    rows.map(({ key }) => key).sort();
  const answeredBy = (tallies: readonly ModelTally[]): number =>
    tallies.reduce((sum, { answered }) => sum + answered, 0);

  test('two workers answer every request once, one model at a time, and leave nothing behind', async () => {
    const opened: string[] = [];
    const note = (model: string): void => void opened.push(model);
    const [collected, ...worked] = await Promise.all([
      collect('shared'),
      work('shared', 'a', slowly, { opened: note }),
      work('shared', 'b', slowly, { opened: note }),
    ]);
    expect(collected).toEqual([
      { model: 'ours', answered: COUNT, failed: 0, left: 0 },
      { model: 'theirs', answered: COUNT, failed: 0, left: 0 },
    ]);
    expect(worked.map(answeredBy).every((answered) => answered > 0)).toBe(true);
    expect(worked.map(answeredBy).reduce((sum, answered) => sum + answered)).toBe(2 * COUNT);
    expect(opened.sort()).toEqual(['ours', 'ours', 'theirs', 'theirs']);
    const rows = await rowsOf('shared');
    expect(keysOf(rows)).toEqual(keysOf(plan.requests));
    expect(rows.find(({ item }) => item === 'test/1003')?.answer?.text).toContain('question 1003');
    // What workers kept is what was collected.
    const own = [...(await rowsOf('shared.worker-a')), ...(await rowsOf('shared.worker-b'))];
    expect(own.map(outcomeOf).sort()).toEqual(rows.map(outcomeOf).sort());
    const left = await connection.redis.keys(`${PREFIX}:shared.*`);
    expect(left.every((key) => key.endsWith(':plan'))).toBe(true);
  });

  test('a request that fails is a row with its reason, and is asked again on request', async () => {
    const failing: Rule = async (text) => {
      if (text.includes('7')) throw new RequestFailure('timeout', 'none in 300 s', 6);
      return 'A';
    };
    const [[ours]] = await Promise.all([collect('failing'), work('failing', 'a', failing)]);
    expect(ours).toEqual({ model: 'ours', answered: 54, failed: 6, left: 0 });
    const [again] = await Promise.all([
      collect('failing', { filter: { retryFailed: true } }),
      wait(200).then(() => work('failing', 'b', slowly)),
    ]);
    expect(answeredBy(again)).toBe(12);
  });

  test('a worker that is interrupted gives back what it had taken', async () => {
    const interruption = new AbortController();
    let asked = 0;
    const hanging: Rule = async (text, signal) => {
      asked += 1;
      if (asked < 10) return `to ${text}`;
      setTimeout(() => interruption.abort(), 50);
      return await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      });
    };
    const startedMs = performance.now();
    const collecting = collect('interrupted');
    const first = await work('interrupted', 'a', hanging, { signal: interruption.signal });
    expect(answeredBy(first)).toBe(9);
    const second = await work('interrupted', 'b', slowly);
    expect(answeredBy(second)).toBe(2 * COUNT - 9);
    await collecting;
    expect(keysOf(await rowsOf('interrupted'))).toEqual(keysOf(plan.requests));
    // At once, instead of when its locks have run out.
    expect(performance.now() - startedMs).toBeLessThan(10_000);
  });

  test('a worker on which every request fails alike gives back and leaves it to others', async () => {
    const refused: Rule = async () => {
      throw Object.assign(new RequestFailure('refused', '401'), { fatal: true });
    };
    const told: string[] = [];
    const collecting = collect('refused');
    const [ours] = await work('refused', 'a', refused, { log: (line) => told.push(line) });
    expect(ours).toMatchObject({ answered: 0, failed: 0, stopped: 'refused: 401' });
    expect(told).toContain('ours is asked no more by this worker: refused: 401');
    await work('refused', 'b', slowly);
    expect(answeredBy(await collecting)).toBe(2 * COUNT);
  });

  test('a model that can not be opened stops this worker for that model alone', async () => {
    const collecting = collect('unopened');
    const cannot = (model: string): void => {
      if (model !== 'ours') return;
      throw new AuditError({ code: 'gone', location: 'ours', problem: 'gone', remedy: 'mend it' });
    };
    const [ours, theirs] = await work('unopened', 'a', slowly, { opened: cannot });
    expect([ours!.stopped, theirs!.answered]).toEqual(['ours: gone; mend it', COUNT]);
    await work('unopened', 'b', slowly);
    expect(answeredBy(await collecting)).toBe(2 * COUNT);
  });

  test('a collector that went away finds what was answered meanwhile and doubles nothing', async () => {
    const interruption = new AbortController();
    const collecting = collect('restarted', { signal: interruption.signal });
    const working = work('restarted', 'a', slowly);
    while ((await connection.redis.keys(`${PREFIX}:restarted.ours*:plan`)).length === 0)
      await wait(10);
    interruption.abort();
    const first = await collecting;
    expect(first.some(({ left }) => left > 0)).toBe(true);
    await working;
    await collect('restarted');
    expect(keysOf(await rowsOf('restarted'))).toEqual(keysOf(plan.requests));
  });

  test('a Redis server that lost everything is filled again, and answers that were given are not asked for twice', async () => {
    const asked: string[] = [];
    const counting: Rule = async (text) => {
      asked.push(text);
      if (asked.length === 30) await connection.redis.flushall();
      return slowly(text, NEVER);
    };
    // With --drain a worker may find the emptied queue and end before it is filled again.
    const end = new AbortController();
    const working = work('flushed', 'a', counting, { signal: end.signal, drain: false });
    await collect('flushed');
    end.abort();
    await working;
    expect(keysOf(await rowsOf('flushed'))).toEqual(keysOf(plan.requests));
    expect(new Set(asked).size).toBe(asked.length);
  });

  test('a worker with another plan takes nothing and says what differs', async () => {
    const foreign = {
      ...plan,
      requests: plan.requests.map((one) => ({ ...one, key: `f${one.key.slice(1)}` })),
    };
    const interruption = new AbortController();
    const told: string[] = [];
    const working = work('foreign', 'a', slowly, {
      plan: foreign,
      facts: { seed: '7', limit: '50' },
      log: (line) => told.push(line),
    });
    await expect.poll(() => told.length, { timeout: 20_000 }).toBe(1);
    const collecting = collect('foreign', { signal: interruption.signal });
    const tallies = await working;
    interruption.abort();
    await collecting;
    expect(answeredBy(tallies)).toBe(0);
    expect(tallies[0]!.stopped).toBe(
      `redis://127.0.0.1:${server.port}: the run there asks ours otherwise: seed is 0 there and 7 here, limit is not set there and 50 here; start the worker with that run's config, data and options`,
    );
    expect(told).toContain(tallies[0]!.stopped);
    expect(told).toContain(
      `redis://127.0.0.1:${server.port}: no run of "foreign" is queued; waiting for audit run --queue`,
    );
  });

  test('what no worker can bring to an end, or answers with nonsense, is a failure with its reason', async () => {
    const collecting = collect('nonsense', { filter: { models: ['ours'] } });
    const name = queueName('nonsense', 'ours', plan.requests.slice(0, COUNT));
    const worker = new connection.bullmq.Worker(
      name,
      async ({ data: { key } }) => {
        if (key.endsWith('1')) throw new Error('job stalled more than allowable limit');
        return { key: key.endsWith('2') ? plan.requests[0]!.key : key };
      },
      { connection: (await connect()).redis, prefix: PREFIX, name: 'gpu-3' },
    );
    const [ours] = await collecting;
    await worker.close();
    expect(ours).toEqual({ model: 'ours', answered: 0, failed: COUNT, left: 0 });
    const rows = await rowsOf('nonsense');
    expect(rows.find(({ key }) => key.endsWith('11'))?.failure).toEqual({
      reason: 'worker-lost',
      detail: 'job stalled more than allowable limit; the last worker was gpu-3',
    });
    expect(rows.find(({ key }) => key.endsWith('12'))?.failure?.reason).toBe('malformed-row');
  });

  test('two can not collect the same, and a dead one lets go', async () => {
    const { redis } = connection;
    const lead = await takeLead(connection, 'led', { leaseMs: 300 });
    await expect(takeLead(connection, 'led', { leaseMs: 300 })).rejects.toThrow(
      /^led: its answers are being collected by process \d+ on .*; wait for it/,
    );
    expect(await lead.keep()).toBe(true);
    await lead.release();

    await redis.set(leadKey('led'), 'process 1 on elsewhere', 'PX', 300);
    const next = await takeLead(connection, 'led', { leaseMs: 300 });
    await redis.set(leadKey('led'), 'process 2 on elsewhere');
    await expect(next.keep()).rejects.toThrow('are being collected by process 2 on elsewhere');
    await next.release();
  });

  test('a server that is gone ends the collecting with a line that says what to do', async () => {
    const mortal = await startRedis();
    const address = readQueueAddress(mortal.url, {});
    const collecting = connectQueue(address, { retries: 3 }).then((own) =>
      collect('lost', { connection: own }),
    );
    setTimeout(() => void mortal.stop(), 500);
    await expect(collecting).rejects.toThrow(
      `${mortal.url}: the Redis server no longer answers; start it again, then the same command`,
    );
  });

  test('a server that wants a password says so, without showing the one that was given', async () => {
    const guarded = await startRedis('--requirepass', 's3cret');
    const address = readQueueAddress(guarded.url.replace('//', '//:wr0ng@'), {});
    await expect(connectQueue(address)).rejects.toThrow(
      `--queue ${guarded.url}: the Redis server refuses user or password (WRONGPASS); export QUEUE_URL=redis://user:password@host:6379 and pass --queue env:QUEUE_URL`,
    );
    await guarded.stop();
  });
});
