import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashBytes } from './hash-file.ts';
import { StatCache } from './stat-cache.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'stat-cache-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Writes a file as it would have been written at a time. */
async function writeAt(name: string, content: string, seconds: number): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  await utimes(path, seconds, seconds);
  return path;
}

const longAgo = 1_600_000_000;

/** A time at which a file that was written just now is old. */
const later = (): number => Date.now() + 10_000;

test('does not read a file again that is as it was', async () => {
  const file = await writeAt('old.png', 'pixels', longAgo);
  const cache = await StatCache.open(join(folder, 'a.jsonl'));
  // A hash that the content does not have shows whether the content was read.
  await cache.note(file, 'f'.repeat(64), later());
  await cache.close();
  const again = await StatCache.open(join(folder, 'a.jsonl'));
  await expect(again.contentOf(file)).resolves.toMatchObject({ sha256: 'f'.repeat(64) });
});

test.each([
  ['its size is another', 'more pixels', longAgo],
  ['its date is another', 'pixelz', longAgo + 1],
  // Its size, date and inode are as they were: the date of its entry can't be put back.
  ['its date was put back', 'pixelz', longAgo],
])('reads a file again when %s', async (_, content, seconds) => {
  const file = await writeAt('changed.png', 'pixels', longAgo);
  const cache = await StatCache.open(join(folder, 'b.jsonl'));
  await cache.note(file, hashBytes('pixels'), later());
  await new Promise((resolve) => setTimeout(resolve, 20));
  await writeAt('changed.png', content, seconds);
  await expect(cache.contentOf(file)).resolves.toMatchObject({
    sha256: hashBytes(content),
    sizeBytes: content.length,
  });
});

test('reads a file again that was written about when it was hashed: its dates can not tell', async () => {
  const file = join(folder, 'young.png');
  await writeFile(file, 'pixels');
  const cache = await StatCache.open(join(folder, 'c.jsonl'));
  await cache.note(file, 'f'.repeat(64), (await stat(file)).mtimeMs + 1_000);
  await expect(cache.contentOf(file)).resolves.toMatchObject({ sha256: hashBytes('pixels') });
});

test('passes over broken lines and keeps the others', async () => {
  const file = await writeAt('kept.png', 'pixels', longAgo);
  const path = join(folder, 'd.jsonl');
  const cache = await StatCache.open(path);
  await cache.note(file, 'f'.repeat(64), later());
  await cache.close();
  await writeFile(path, `{"half\n${await readFile(path, 'utf8')}{"path":"x","sha256":"y"}\n`);
  const again = await StatCache.open(path);
  await expect(again.contentOf(file)).resolves.toMatchObject({ sha256: 'f'.repeat(64) });
});

test('says what the system says of a file that is gone, and takes no folder for a file', async () => {
  const cache = await StatCache.open(join(folder, 'e.jsonl'));
  await expect(cache.contentOf(join(folder, 'none.png'))).rejects.toThrow('ENOENT');
  await expect(cache.contentOf(folder)).rejects.toThrow('is no file');
});
