import { AuditError } from '../errors.ts';

/** One of several machines that share a run: number `index` of `count`, from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** @throws {AuditError} for anything but `3/8`. */
export function parseShard(text: string): Shard {
  const [, index, count] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (shard.index >= 1 && shard.index <= shard.count) return shard;
  throw new AuditError({
    code: 'shard-invalid',
    location: `--shard ${text}`,
    problem: 'is no part of a whole',
    remedy: 'write 3/8 for the third of eight',
  });
}

/** Whether a request is this machine's: by its key, so that it is the same everywhere. */
export function isInShard(key: string, { index, count }: Shard): boolean {
  return Number.parseInt(key.slice(0, 12), 16) % count === index - 1;
}
