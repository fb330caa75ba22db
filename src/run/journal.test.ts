import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Journal, readJournal } from './journal.ts';
import { type JournalRow, preferredRow, writeRow } from './journal-row.ts';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'journal-'));
  path = join(folder, 'deep', 'demo.jsonl');
});
afterEach(() => rm(folder, { recursive: true }));

const key = (number: number): string => number.toString(16).padStart(32, '0');
const effort = { at: '2026-01-01T00:00:00.000Z', durationMs: 1, attempts: 1 };
const answered = (number: number, text = 'A'): JournalRow => ({
  key: key(number),
  model: 'ours',
  condition: 'real',
  item: `test/${number}`,
  answer: { text, finish: 'stop' },
  effort,
});
const failed = (number: number): JournalRow => {
  const { answer: _answer, ...row } = answered(number);
  return { ...row, failure: { reason: 'timeout', detail: 'no answer in 300 s' } };
};

async function written(...rows: readonly JournalRow[]): Promise<void> {
  const journal = await Journal.open(path, 'demo');
  for (const row of rows) await journal.append(row);
  await journal.close();
}

describe('a journal', () => {
  test('finds every row again that was appended, also many at once', async () => {
    const journal = await Journal.open(path, 'demo');
    await Promise.all(Array.from({ length: 200 }, (_, i) => journal.append(answered(i))));
    await journal.close();
    const { rows, broken, benchmark } = await readJournal(path);
    expect([rows.size, broken, benchmark]).toEqual([200, [], 'demo']);
    expect(rows.get(key(7))).toEqual(answered(7));
  });

  test('a row is on the disk once append resolves', async () => {
    const journal = await Journal.open(path, 'demo');
    await journal.append(answered(1));
    expect(await readFile(path, 'utf8')).toContain(writeRow(answered(1)));
    await journal.close();
  });

  test.each([1, 5, 60])('goes on behind a line that was cut off after %i bytes', async (bytes) => {
    await written(answered(1));
    await appendFile(path, writeRow(answered(2)).slice(0, bytes));
    await written(answered(3));
    const { rows, broken } = await readJournal(path);
    expect([[...rows.keys()], broken]).toEqual([[key(1), key(3)], []]);
  });

  test('begins anew where a crash left half of its first line', async () => {
    await written();
    await writeFile(path, (await readFile(path, 'utf8')).slice(0, 20));
    await written(answered(1));
    expect((await readJournal(path)).rows.size).toBe(1);
  });

  test('tells the lines that can not be read and keeps the others', async () => {
    await written(answered(1));
    await appendFile(path, '{"key":\n{"key":"short"}\n');
    await written(answered(2));
    const { rows, broken } = await readJournal(path);
    expect(rows.size).toBe(2);
    expect(broken).toEqual([
      { line: 3, problem: 'is no JSON' },
      { line: 4, problem: expect.stringMatching(/^key: /) },
    ]);
  });

  test('refuses a row with both an answer and a failure, or neither', async () => {
    await written();
    const { answer: _answer, ...neither } = answered(2);
    await appendFile(path, writeRow({ ...answered(1), failure: failed(1).failure! }));
    await appendFile(path, writeRow(neither));
    expect((await readJournal(path)).broken).toHaveLength(2);
  });

  test('is written by one process at a time', async () => {
    const journal = await Journal.open(path, 'demo');
    await expect(Journal.open(path, 'demo')).rejects.toThrow(
      `is being written by process ${process.pid} on ${hostname()}`,
    );
    await journal.close();
    await written(answered(1));
  });

  test('takes over the lock of a process that is gone, never that of another host', async () => {
    await written();
    const lock = (host: string) =>
      writeFile(`${path}.lock`, JSON.stringify({ pid: 2 ** 30, host }));
    await lock(hostname());
    await written(answered(1));
    await lock('elsewhere');
    await expect(Journal.open(path, 'demo')).rejects.toThrow('on elsewhere');
  });

  test('takes over the lock of an earlier life with its own number', async () => {
    await written();
    await writeFile(`${path}.lock`, JSON.stringify({ pid: process.pid, host: hostname() }));
    await written(answered(1));
    expect((await readJournal(path)).rows.size).toBe(1);
  });

  test('of many that start at once exactly one gets it', async () => {
    await written();
    await writeFile(`${path}.lock`, JSON.stringify({ pid: 2 ** 30, host: hostname() }));
    const started = await Promise.allSettled(
      Array.from({ length: 12 }, () => Journal.open(path, 'demo')),
    );
    const journals = started.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    expect(journals).toHaveLength(1);
    await journals[0]!.close();
    expect(await readdir(dirname(path))).toEqual(['demo.jsonl']);
  });

  test('is set aside only by who may write it', async () => {
    await written(answered(1));
    const journal = await Journal.open(path, 'demo');
    await expect(Journal.open(path, 'demo', { anew: true })).rejects.toThrow('is being written');
    await journal.append(answered(2));
    await journal.close();
    expect((await readJournal(path)).rows.size).toBe(2);
    await (await Journal.open(path, 'demo', { anew: true })).close();
    expect((await readJournal(path)).rows.size).toBe(0);
    expect((await readJournal(path.replace('.jsonl', '.before-1.jsonl'))).rows.size).toBe(2);
  });

  test('goes on behind a line that is no UTF-8', async () => {
    await written(answered(1));
    await appendFile(path, Buffer.from([0x7b, 0xff, 0xfe, 0x7d, 0x0a]));
    await written(answered(2));
    await written(answered(3));
    const { rows, broken } = await readJournal(path);
    expect([rows.size, broken]).toEqual([3, [{ line: 3, problem: 'is no JSON' }]]);
  });

  test('refuses the journal of another benchmark, and what is no journal', async () => {
    await written();
    await expect(Journal.open(path, 'other')).rejects.toThrow('the journal of "demo"');
    const foreign = join(folder, 'notes.jsonl');
    await writeFile(foreign, 'notes\n');
    await expect(Journal.open(foreign, 'demo')).rejects.toThrow(`${foreign}:1: is not the first`);
    expect(await readFile(foreign, 'utf8')).toBe('notes\n');
    await expect(readJournal(join(folder, 'nowhere'))).rejects.toThrow('cannot be read');
  });
});

describe('of several rows of one request', () => {
  test('an answer counts before a failure, a later failure before an earlier', () => {
    expect(preferredRow(failed(1), answered(1))).toEqual(answered(1));
    expect(preferredRow(answered(1), failed(1))).toEqual(answered(1));
    const later = {
      ...failed(1),
      failure: { reason: 'refused', detail: '401' },
      effort: { ...effort, at: '2026-01-02T00:00:00.000Z' },
    };
    expect(preferredRow(failed(1), later)).toBe(later);
    expect(preferredRow(later, failed(1))).toBe(later);
  });

  test('of two answers the same one counts, whichever came first', () => {
    const [a, b] = [answered(1, 'A'), answered(1, 'B')];
    expect(preferredRow(a, b)).toBe(a);
    expect(preferredRow(b, a)).toBe(a);
    const again = { ...a, effort: { ...effort, at: '2026-01-02T00:00:00.000Z' } };
    expect([preferredRow(a, again), preferredRow(again, a)]).toEqual([a, a]);
  });

  test('the journal hands out the one that counts', async () => {
    await written(failed(1), answered(1), failed(2));
    const { rows } = await readJournal(path);
    expect([rows.get(key(1)), rows.get(key(2))]).toEqual([answered(1), failed(2)]);
  });
});
