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
   * `forever` for a worker, which has the answer in its own journal and waits until the server is
   * back; `a-while` for whoever a person is waiting for.
   */
  readonly patience: 'forever' | 'a-while';
  /** Told of every trouble with the connection once it was there. */
  readonly onTrouble?: (message: string) => void;
}

const CONNECT_MS = 5_000;
/** With the pauses below, about half a minute. */
const RETRIES = 20;
const LONGEST_PAUSE_MS = 2_000;

/** @throws {AuditError} if the packages are not installed or no server answers. */
export async function connectQueue(
  address: QueueAddress,
  { patience, onTrouble = () => {} }: ConnectQueueOptions,
): Promise<QueueConnection> {
  const [bullmq, ioredis] = await Promise.all([
    import('bullmq').catch((cause: unknown) => notInstalled('bullmq', cause)),
    import('ioredis').catch((cause: unknown) => notInstalled('ioredis', cause)),
  ]);
  let connected = false;
  const redis = new ioredis.Redis(address.url, {
    lazyConnect: true,
    connectTimeout: CONNECT_MS,
    maxRetriesPerRequest: patience === 'forever' ? null : RETRIES,
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

/** What became of a queue, as one line; errors that are told already stay as they are. */
export function queueLost(error: unknown, address: QueueAddress): unknown {
  if (error instanceof AuditError || !isConnectionTrouble(error)) return error;
  return new AuditError({
    code: 'queue-lost',
    location: address.shown,
    problem: `the Redis server no longer answers (${redact(error.message, address)})`,
    remedy:
      'start it again, then the same command; answers that workers have since given are in their journals, which audit merge joins',
  });
}

function isConnectionTrouble(error: unknown): error is Error {
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
  const { message } = error as Error;
  return new AuditError({
    code: 'queue-unreachable',
    location: `--queue ${address.shown}`,
    problem: `no Redis server answers there (${redact(message, address)})`,
    remedy: 'start one with redis-server, or check address and password',
  });
}
