/** A Redis server of a test's own, on a free port, that keeps nothing on disk. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';

/** The server to test with: `REDIS_SERVER_PATH`, else Debian's; undefined where there is none. */
export const redisServerPath: string | undefined = [
  process.env.REDIS_SERVER_PATH,
  '/usr/bin/redis-server',
].find((path) => path !== undefined && existsSync(path));

export interface RedisServer {
  readonly port: number;
  readonly url: string;
  stop(): Promise<void>;
}

/** @param words further words of the command line. */
export async function startRedis(...words: readonly string[]): Promise<RedisServer> {
  if (redisServerPath === undefined)
    throw new Error('redis-server: not found; set REDIS_SERVER_PATH');
  const port = await freePort();
  const child = spawn(
    redisServerPath,
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', ...words],
    { stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const ended = once(child, 'close');
  for await (const text of child.stdout) if (String(text).includes('Ready to accept')) break;
  if (child.exitCode !== null) throw new Error('redis-server: did not start');
  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
