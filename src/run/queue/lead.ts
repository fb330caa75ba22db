import { hostname } from 'node:os';
import { AuditError } from '../../errors.ts';
import { PREFIX, type QueueConnection } from './connect-queue.ts';

const LEASE_MS = 10_000;
const RETRY_MS = 200;

/** The right to collect the answers of a queue: two that collect would each wait for the other's. */
export interface Lead {
  /**
   * Keeps it a while longer; to be called every few seconds.
   *
   * @returns False if it had run out: Redis may have been emptied meanwhile.
   * @throws {AuditError} if another process has it now.
   */
  keep(): Promise<boolean>;
  release(): Promise<void>;
}

/**
 * Takes the lead of a queue; waits for the lease of one that was killed to run out.
 *
 * @param options leaseMs: after so long, default 10 s, a dead process has let go.
 * @throws {AuditError} if another process keeps it.
 */
export async function takeLead(
  { redis }: QueueConnection,
  queue: string,
  { leaseMs = LEASE_MS }: { readonly leaseMs?: number } = {},
): Promise<Lead> {
  const key = leadKey(queue);
  const holder = `process ${process.pid} on ${hostname()}, since ${new Date().toISOString()}`;
  const take = async (): Promise<boolean> =>
    (await redis.set(key, holder, 'PX', leaseMs, 'NX')) === 'OK';
  const startedMs = performance.now();
  while (!(await take())) {
    if (performance.now() - startedMs > 1.5 * leaseMs) throw isLed(queue, await redis.get(key));
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
  // Queueing a large plan takes longer than a lease.
  const renewal = setInterval(() => {
    redis
      .get(key)
      .then((found) => (found === holder ? redis.pexpire(key, leaseMs) : 0))
      .catch(() => {});
  }, leaseMs / 3).unref();
  return {
    async keep() {
      const found = await redis.get(key);
      if (found === holder) {
        await redis.pexpire(key, leaseMs);
        return true;
      }
      if (found !== null || !(await take())) throw isLed(queue, found);
      return false;
    },
    async release() {
      clearInterval(renewal);
      if ((await redis.get(key)) === holder) await redis.del(key);
    },
  };
}

/** Where the holder of a queue's lead stands, while there is one. */
export function leadKey(queue: string): string {
  return `${PREFIX}:${queue}:lead`;
}

function isLed(queue: string, holder: string | null): AuditError {
  return new AuditError({
    code: 'queue-led',
    location: queue,
    problem: `its answers are being collected by ${holder ?? 'another process'}`,
    remedy: 'wait for it, or start an audit worker, which joins that run',
  });
}
