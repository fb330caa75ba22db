import type { Redis } from 'ioredis';
import { AuditError } from '../../errors.ts';
import { type QueueAddress, redact } from './queue-address.ts';

/** Keys of everything kept in Redis begin with this. */
export const PREFIX = 'touchstone';

/** A Redis server that answers, with the library that keeps queues there. */
export interface QueueConnection {
  readonly address: QueueAddress;
  readonly redis: Redis;
  readonly bullmq: typeof import('bullmq');
  close(): Promise<void>;
}

/** Options of `connectQueue`. */
export interface ConnectQueueOptions {
  /**
   * Times that a lost connection is tried again before whoever waits for an answer is told; default
   * 20, about half a minute. Infinity for a worker, which has the answer in its own journal.
   */
  readonly retries?: number;
  /** Told of every trouble with the connection once it was there. */
  readonly onTrouble?: (message: string) => void;
}

const CONNECT_MS = 5_000;
const LONGEST_PAUSE_MS = 2_000;

/** @throws {AuditError} if the packages are not installed or no server answers. */
export async function connectQueue(
  address: QueueAddress,
  { retries = 20, onTrouble = () => {} }: ConnectQueueOptions = {},
): Promise<QueueConnection> {
  const [bullmq, ioredis] = await Promise.all([
    import('bullmq').catch((cause: unknown) => notInstalled('bullmq', cause)),
    import('ioredis').catch((cause: unknown) => notInstalled('ioredis', cause)),
  ]);
  let connected = false;
  const redis = new ioredis.Redis(address.url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    maxRetriesPerRequest: Number.isFinite(retries) ? retries : null,
    retryStrategy: (times) => (connected ? Math.min(100 * times, LONGEST_PAUSE_MS) : null),
  });
  let trouble: Error | undefined;
  redis.on('error', (error: Error) => {
    trouble = error;
    if (connected) onTrouble(redact(error.message, address));
  });
  try {
    await redis.connect();
    await redis.ping();
  } catch (error) {
    redis.disconnect();
    throw unreachable(address, trouble ?? error);
  }
  connected = true;
  return { address, redis, bullmq, close: async () => redis.disconnect() };
}

/** A lost connection as a line that says what to do; any other error stays as it is. */
export function queueLost(error: unknown, address: QueueAddress): unknown {
  if (error instanceof AuditError || !isConnectionTrouble(error)) return error;
  return new AuditError({
    code: 'queue-lost',
    location: address.shown,
    problem: 'the Redis server no longer answers',
    remedy:
      'start it again, then the same command; answers that workers have since given are in their journals, which audit merge joins',
    cause: error,
  });
}

function isConnectionTrouble(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'MaxRetriesPerRequestError' ||
      /connection is closed|ECONN|ETIMEDOUT|ENOTFOUND/i.test(error.message))
  );
}

function notInstalled(name: string, cause: unknown): never {
  throw new AuditError({
    code: 'package-missing',
    location: '--queue',
    problem: `the package "${name}" is not installed`,
    remedy: 'npm install bullmq ioredis, or share the run with --shard, which needs neither',
    cause,
  });
}

function unreachable(address: QueueAddress, error: unknown): AuditError {
  const message = redact((error as Error).message, address);
  const isRefused = /^(NOAUTH|WRONGPASS|NOPERM)/.test(message);
  return new AuditError({
    code: 'queue-unreachable',
    location: `--queue ${address.shown}`,
    problem: isRefused
      ? `the Redis server refuses user or password (${message.split(' ', 1)[0]})`
      : `no Redis server answers there (${message})`,
    remedy: isRefused
      ? 'export QUEUE_URL=redis://user:password@host:6379 and pass --queue env:QUEUE_URL'
      : 'start one with redis-server, or check the address',
  });
}
