/** The demo's questions shared by two workers, one of which is killed, against a run without a queue. */

import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { cli, fixtures } from '../../../test/built-cli.ts';
import { journalRows } from '../../../test/journal-rows.ts';
import { type RedisServer, redisServerPath, startRedis } from '../../../test/redis/redis-server.ts';
import { type JournalRow, outcomeOf } from '../../run/journal-row.ts';

const demo = join(import.meta.dirname, '../../../examples/demo');

let folder: string;
let server: RedisServer | undefined;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'shared-run-'));
  if (redisServerPath !== undefined) server = await startRedis();
  writeFileSync(
    join(folder, 'audit.yaml'),
    `version: 1
name: shared
media: { root: ${demo}/images }
splits: { test: ["${demo}/data/test/*.jsonl"] }
ids: { patient: "/(?<patient>[FHR]\\\\d{3})_E\\\\d+_" }
models:
  candidate: { role: candidate, path: ${fixtures}/tiny-breastgpt }
  baseline: { role: baseline, path: ${fixtures}/tiny-qwen3vl }
battery: { conditions: [real, none], maxNewTokens: { closed: 4, open: 4, grounding: 4 } }
audits: { small-subsets: {} }
`,
  );
});

afterAll(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true });
});

function begin(command: string, outDir: string, ...words: string[]) {
  const child = spawn(
    process.execPath,
    [cli, command, '--bench', '.', '--out-dir', outDir, ...words],
    { cwd: folder, env: environment(), stdio: 'ignore' },
  );
  return { child, ended: once(child, 'close').then(([status]) => status as number) };
}

const environment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  XDG_CACHE_HOME: join(folder, 'cache'),
});

const journalsOf = (outDir: string): string[] => {
  const journals = join(folder, outDir, 'journals');
  if (!existsSync(journals)) return [];
  return readdirSync(journals)
    .filter((name) => name.endsWith('.jsonl'))
    .map((name) => join(journals, name));
};

const rowsOf = (outDir: string): JournalRow[] => journalsOf(outDir).flatMap(journalRows);
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Requests that a worker has taken and not brought to an end. */
async function takenBy(redis: Redis, worker: string): Promise<number> {
  const lists = await redis.keys('touchstone:*:active');
  const jobs = await Promise.all(
    lists.map(async (list) =>
      (await redis.lrange(list, 0, -1)).map((job) => list.replace(/active$/, job)),
    ),
  );
  const takers = await Promise.all(jobs.flat().map((job) => redis.hget(job, 'pb')));
  return takers.filter((taker) => taker === worker).length;
}

test.skipIf(redisServerPath === undefined)(
  'two workers share a run and one is killed in the middle: nothing is lost or doubled',
  async () => {
    expect(await begin('run', 'plain', '--no-thumbnails').ended).toBe(0);
    const expected = rowsOf('plain').map(outcomeOf).sort();
    expect(expected.length).toBeGreaterThan(200);

    const queue = ['--queue', server!.url];
    const collector = begin('run', 'queued', ...queue, '--no-thumbnails');
    const killed = begin('worker', 'killed', ...queue, '--drain');
    const other = begin('worker', 'other', ...queue, '--drain');
    while (rowsOf('killed').length < 20) {
      expect(killed.child.exitCode).toBeNull();
      await wait(5);
    }
    killed.child.kill('SIGKILL');
    await killed.ended;
    const redis = new Redis(server!.url);
    expect(await takenBy(redis, `${hostname()}-${killed.child.pid}`)).toBeGreaterThan(0);
    redis.disconnect();

    expect(await other.ended).toBe(0);
    expect(await collector.ended).toBe(0);
    const rows = rowsOf('queued');
    expect(rows.map(outcomeOf).sort()).toEqual(expected);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(rows.length);
    expect(rowsOf('other').length).toBeGreaterThan(0);

    // Had Redis been lost, the workers' own journals would have had it all.
    const merging = [cli, 'merge', ...journalsOf('killed'), ...journalsOf('other')];
    const merged = join(folder, 'merged.jsonl');
    expect(spawnSync(process.execPath, [...merging, '-o', merged]).status).toBe(0);
    expect(journalRows(merged).map(outcomeOf).sort()).toEqual(expected);
  },
);
