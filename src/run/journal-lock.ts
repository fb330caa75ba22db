import { open, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { AuditError } from '../errors.ts';

/** Whoever holds it is the only writer of a file. */
export interface Lock {
  release(): Promise<void>;
}

/**
 * Takes the lock of a file, a file beside it that names process and host. One left behind by a
 * process of this host that is gone is taken over.
 *
 * @throws {AuditError} if another process has it.
 */
export async function takeLock(file: string): Promise<Lock> {
  const path = `${file}.lock`;
  const own = JSON.stringify({ pid: process.pid, host: hostname() });
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await create(path, own)) return { release: () => rm(path, { force: true }) };
    const holder = await holderOf(path);
    if (holder === undefined) continue;
    if (holder.host !== hostname() || isAlive(holder.pid)) throw isLocked(file, holder);
    await rm(path, { force: true });
  }
  throw isLocked(file, (await holderOf(path)) ?? { pid: 0, host: 'unknown' });
}

interface Holder {
  readonly pid: number;
  readonly host: string;
}

async function create(path: string, text: string): Promise<boolean> {
  try {
    const handle = await open(path, 'wx');
    await handle.writeFile(text);
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Undefined if the lock has just been let go. A lock without text is being written. */
async function holderOf(path: string): Promise<Holder | undefined> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as Holder;
  } catch {
    return { pid: 0, host: 'unknown' };
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return true;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function isLocked(file: string, { pid, host }: Holder): AuditError {
  return new AuditError({
    code: 'journal-locked',
    location: file,
    problem: `is being written by process ${pid} on ${host}`,
    remedy: `wait for it, give this run another --journal, or delete ${file}.lock if that process is gone`,
  });
}
