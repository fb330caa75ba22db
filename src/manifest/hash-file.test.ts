import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashBytes, hashFile } from './hash-file.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'hash-file-'));
});
afterAll(() => rm(folder, { recursive: true }));

// FIPS 180-4, one-block example and the empty message: csrc.nist.gov, SHA256.pdf.
test.each([
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
])('the hash of "%s" is the published one', async (text, sha256) => {
  const file = join(folder, 'short');
  await writeFile(file, text);
  await expect(hashFile(file)).resolves.toBe(sha256);
  expect(hashBytes(text)).toBe(sha256);
});

test('a file that is read in parts has the hash of the whole, and every byte is told once', async () => {
  // Up to 2 MiB are read at once.
  for (const size of [2 ** 21, 2 ** 21 + 1, 5_000_000]) {
    const bytes = Buffer.from(Array.from({ length: size }, (_, at) => (at * 31) % 251));
    const file = join(folder, 'long');
    await writeFile(file, bytes);
    let told = 0;
    await expect(hashFile(file, (count) => (told += count))).resolves.toBe(hashBytes(bytes));
    expect(told).toBe(size);
  }
});

test('a file that is not there has no hash', async () => {
  await expect(hashFile(join(folder, 'none'))).rejects.toThrow('ENOENT');
});
