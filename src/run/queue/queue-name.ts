import { createHash } from 'node:crypto';
import type { PlannedRequest } from '../request.ts';

/**
 * Name of the queue of one model's requests. It is made from all that are planned, whatever a filter
 * or a journal leaves open: who plans the same finds the queue, and nobody else does.
 */
export function queueName(
  benchmark: string,
  model: string,
  requests: readonly PlannedRequest[],
): string {
  const digest = createHash('sha256');
  digest.update(JSON.stringify([benchmark, model]));
  for (const key of requests.map((request) => request.key).sort()) digest.update(key);
  return `${plain(benchmark)}.${plain(model)}.${digest.digest('hex').slice(0, 16)}`;
}

/** For people who look into Redis; the digest is what tells queues apart. */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[^\p{L}\p{N}_-]+/gu, '-');
}
