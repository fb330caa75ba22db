import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { AuditError } from '../errors.ts';

/** Whoever holds it is the only writer of a file. */
export interface Lock {
  release(): Promise<void>;
}

interface Holder {
  readonly pid: number;
  readonly host: string;
}

/** Locks of this process: a lock with its number that is not among them is an earlier life's. */
const held = new Set<string>();
let attempts = 0;

/**
 * Takes the lock of a file, a file beside it that names process and host. One left behind by a
 * process of this host that is gone is taken over, also where a container gives the same number to
 * every process it starts.
 *
 * @throws {AuditError} if another process has it.
 */
export async function takeLock(file: string): Promise<Lock> {
  const path = `${resolve(file)}.lock`;
  for (let attempt = 0; attempt < 5; attempt++) {
    if (await create(path)) {
      held.add(path);
      return {
        async release() {
          held.delete(path);
          await rm(path, { force: true });
        },
      };
    }
    const holder = await holderOf(path);
    if (holder === undefined) continue;
    if (!isGone(holder, path)) throw isLocked(file, holder);
    await removeLockOf(holder, path);
  }
  throw isLocked(file, (await holderOf(path)) ?? { pid: 0, host: 'unknown' });
}

/** The lock appears with its text or not at all. */
async function create(path: string): Promise<boolean> {
  const own = ownName(path);
  await writeFile(own, JSON.stringify({ pid: process.pid, host: hostname() } satisfies Holder));
  try {
    await link(own, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await rm(own, { force: true });
  }
}

/** Undefined if the lock has just been let go. */
async function holderOf(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return { pid: 0, host: 'unknown' };
  }
}

function isGone({ pid, host }: Holder, path: string): boolean {
  if (host !== hostname()) return false;
  if (pid === process.pid) return !held.has(path);
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'EPERM';
  }
}

/** Removes the lock of a holder that is gone; one that another process has taken meanwhile goes back. */
async function removeLockOf(holder: Holder, path: string): Promise<void> {
  const aside = ownName(path);
  try {
    await rename(path, aside);
  } catch {
    return;
  }
  const found = await holderOf(aside);
  const isOther = found?.pid !== holder.pid || found.host !== holder.host;
  if (isOther) await link(aside, path).catch(() => {});
  await rm(aside, { force: true });
}

function ownName(path: string): string {
  attempts += 1;
  return `${path}.${hostname()}-${process.pid}-${attempts}`;
}

function isLocked(file: string, { pid, host }: Holder): AuditError {
  return new AuditError({
    code: 'journal-locked',
    location: file,
    problem: `is being written by process ${pid} on ${host}`,
    remedy: `wait for it, give this run another --journal, or delete ${file}.lock if that process is gone`,
  });
}
