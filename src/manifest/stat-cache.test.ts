import { mkdtemp, rm, stat, utimes, writeFile } from 'node:fs/promises';
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

test('does not read a file again that is as it was', async () => {
  const file = await writeAt('old.png', 'pixels', longAgo);
  const cache = await StatCache.open(join(folder, 'a.json'));
  // A hash that the content does not have shows whether the content was read.
  await cache.note(file, 'f'.repeat(64), Date.now());
  await cache.close();
  const again = await StatCache.open(join(folder, 'a.json'));
  await expect(again.hashOf(file)).resolves.toBe('f'.repeat(64));
});

test.each([
  ['its size is another', 'more pixels', longAgo],
  ['its date is another', 'pixelz', longAgo + 1],
])('reads a file again when %s', async (_, content, seconds) => {
  const file = await writeAt('changed.png', 'pixels', longAgo);
  const cache = await StatCache.open(join(folder, 'b.json'));
  await cache.hashOf(file);
  await writeAt('changed.png', content, seconds);
  await expect(cache.hashOf(file)).resolves.toBe(hashBytes(content));
});

test('reads a file again that was written about when it was hashed: its date can not tell', async () => {
  const file = join(folder, 'young.png');
  await writeFile(file, 'pixels');
  const cache = await StatCache.open(join(folder, 'c.json'));
  await cache.note(file, 'f'.repeat(64), (await stat(file)).mtimeMs + 1_000);
  await expect(cache.hashOf(file)).resolves.toBe(hashBytes('pixels'));
});

test('takes a broken cache for an empty one', async () => {
  const file = await writeAt('kept.png', 'pixels', longAgo);
  await writeFile(join(folder, 'd.json'), '{"half');
  const cache = await StatCache.open(join(folder, 'd.json'));
  await expect(cache.hashOf(file)).resolves.toBe(hashBytes('pixels'));
});
