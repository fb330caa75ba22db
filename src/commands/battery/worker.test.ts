/** `audit run --queue` and `audit worker` on a small battery, as processes. */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { batteryFolder } from '../../../test/battery-folder.ts';
import { cli } from '../../../test/built-cli.ts';
import { journalRows } from '../../../test/journal-rows.ts';
import {
  freePort,
  type RedisServer,
  redisServerPath,
  startRedis,
} from '../../../test/redis/redis-server.ts';
import { type JournalRow, outcomeOf } from '../../run/journal-row.ts';

const MINUTES = 60_000;

let folder: string;
let env: NodeJS.ProcessEnv;

const wordsOf = (command: string, outDir: string, ...words: string[]): string[] => [
  ...[cli, command, '--bench', './audit.yaml', '--out-dir', outDir],
  ...words,
];

function audit(command: string, outDir: string, ...words: string[]) {
  const options = { cwd: folder, encoding: 'utf8', env } as const;
  return spawnSync(process.execPath, wordsOf(command, outDir, ...words), options);
}

/** Starts a command; `ended` gives its exit code and what it said. */
function begin(command: string, outDir: string, ...words: string[]) {
  const child = spawn(process.execPath, wordsOf(command, outDir, ...words), { cwd: folder, env });
  let stderr = '';
  child.stderr.on('data', (text) => {
    stderr += String(text);
  });
  child.stdout.resume();
  const ended = once(child, 'close').then(([status]) => ({ status: status as number, stderr }));
  return { child, ended, said: () => stderr };
}

async function until(isTrue: () => boolean, child: ChildProcess): Promise<void> {
  while (!isTrue()) {
    expect(child.exitCode).toBeNull();
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function rowsOf(outDir: string): JournalRow[] {
  const path = join(folder, outDir, 'journals/small.jsonl');
  return existsSync(path) ? journalRows(path) : [];
}

beforeAll(() => {
  ({ folder, env } = batteryFolder('worker-'));
  writeFileSync(
    join(folder, 'audit.yaml'),
    `version: 1
name: small
media: { root: ./fixtures/media }
splits: { test: test.jsonl }
ids: { patient: id }
models:
  theirs: { role: baseline, path: ./fixtures/tiny-qwen3vl, batchSize: 2 }
battery: { conditions: [real, none, blank, noise, rotated], maxNewTokens: { closed: 4 } }
audits: { small-subsets: {} }
`,
  );
});

afterAll(() => rmSync(folder, { recursive: true }));

describe('an address where no Redis server answers', () => {
  test.each(['run', 'worker'])('ends audit %s with one line and exit code 2', async (command) => {
    const address = `127.0.0.1:${await freePort()}`;
    env = { ...env, QUEUE_URL: `redis://:s3cret@${address}` };
    const { status, stderr } = audit(command, 'nowhere', '--queue', 'env:QUEUE_URL');
    expect(status).toBe(2);
    expect(stderr.trimEnd().split('\n').at(-1)).toBe(
      `audit: --queue redis://${address}: no Redis server answers there (connect ECONNREFUSED ${address}); start one with redis-server, or check the address`,
    );
    expect(stderr).not.toContain('s3cret');
    expect(existsSync(join(folder, 'nowhere/journals'))).toBe(false);
  });

  test('is not looked for where nothing is to be asked', () => {
    const { status, stderr } = audit('run', 'nowhere', '--queue', 'redis://nowhere', '--no-ask');
    expect(status).toBe(2);
    expect(stderr).toContain("option '--queue <url>' cannot be used with option '--no-ask'");
  });
});

describe.skipIf(redisServerPath === undefined)('with a Redis server', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis('--requirepass', 's3cret');
    env = { ...env, QUEUE_URL: server.url.replace('//', '//:s3cret@') };
  });
  afterAll(() => server.stop());
  const queue = ['--queue', 'env:QUEUE_URL'];

  test(
    'a collector killed in the middle and started again has each answer once, as without a queue',
    async () => {
      expect(audit('run', 'plain', '--no-thumbnails').status).toBe(0);
      const expected = rowsOf('plain').map(outcomeOf).sort();
      expect(expected).toHaveLength(20);
      const worker = begin('worker', 'w', ...queue);
      const killed = begin('run', 'queued', ...queue, '--no-thumbnails');
      await until(() => rowsOf('queued').length > 0, killed.child);
      killed.child.kill('SIGKILL');
      await killed.ended;
      const again = begin('run', 'queued', ...queue, '--no-thumbnails');
      const { status, stderr } = await again.ended;
      expect([status, stderr]).toEqual([0, expect.stringContaining('theirs: ')]);
      expect(rowsOf('queued').map(outcomeOf).sort()).toEqual(expected);
      // Without --drain a worker waits for more, until it is told to stop.
      expect(worker.child.exitCode).toBeNull();
      worker.child.kill('SIGINT');
      const stopped = await worker.ended;
      expect([stopped.status, stopped.stderr]).toEqual([
        130,
        expect.stringContaining('theirs: 20 answered, 0 failed'),
      ]);
      for (const said of [stderr, stopped.stderr, killed.said()])
        expect(said).not.toContain('s3cret');
    },
    4 * MINUTES,
  );

  test(
    'Ctrl-C at the collector leaves what is queued; a worker that planned otherwise takes none of it',
    async () => {
      const run = begin('run', 'stopped', ...queue);
      const other = begin('worker', 'other', ...queue, '--seed', '7', '--drain');
      const { status, stderr } = await other.ended;
      expect(status).toBe(2);
      expect(stderr).toContain('asks theirs otherwise: seed is 0 there and 7 here');
      expect(stderr).toContain('theirs: 0 answered, 0 failed; stopped');
      run.child.kill('SIGINT');
      const interrupted = await run.ended;
      expect(interrupted.status).toBe(130);
      expect(interrupted.stderr).toContain('20 requests left: the same command goes on');
      const worker = begin('worker', 'w', ...queue, '--drain');
      expect((await worker.ended).stderr).toContain('theirs: 20 answered, 0 failed');
      const again = audit('run', 'stopped', ...queue, '--no-thumbnails');
      expect(again.status).toBe(0);
      expect(rowsOf('stopped').map(outcomeOf).sort()).toEqual(
        rowsOf('plain').map(outcomeOf).sort(),
      );
    },
    4 * MINUTES,
  );
});
