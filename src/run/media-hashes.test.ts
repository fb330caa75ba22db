import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testItem } from '../../test/test-item.ts';
import type { MediaReference } from '../benchmark/benchmark.ts';
import { hashOf as fileHash } from '../checkpoint/fingerprint.ts';
import { silentProgress } from '../progress.ts';
import { hashMedia } from './media-hashes.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'media-'));
});
afterAll(() => rm(folder, { recursive: true }));

const image = (path: string): MediaReference => ({
  kind: 'image',
  path,
  file: join(folder, path),
});

async function hashes(media: readonly MediaReference[]): Promise<string[]> {
  const options = { cacheFolder: join(folder, 'cache'), progress: silentProgress };
  const { hashOf } = await hashMedia([testItem({ media })], options);
  return media.map(hashOf);
}

test('equal bytes are the same medium, wherever they lie', async () => {
  for (const name of ['a.png', 'b.png']) await writeFile(join(folder, name), 'x');
  const expected = createHash('sha256').update('x').digest('hex');
  expect(await hashes([image('a.png'), image('b.png')])).toEqual([expected, expected]);
});

test('media that are not at hand are each their own', async () => {
  const media = [
    image('lost.png'),
    image('a.png/inside.png'),
    { kind: 'image', path: 'elsewhere.png' } as const,
  ];
  expect(await hashes(media)).toEqual([
    'missing:lost.png',
    'missing:a.png/inside.png',
    'missing:elsewhere.png',
  ]);
});

test('media that are missing or can not be read are told, and the others are hashed', async () => {
  await mkdir(join(folder, 'folder.png'));
  const media = [image('lost.png'), image('folder.png'), image('a.png')];
  const options = { cacheFolder: join(folder, 'cache'), progress: silentProgress };
  const { hashOf, missing } = await hashMedia([testItem({ media })], options);
  expect(missing).toEqual(['folder.png', 'lost.png']);
  expect(media.map(hashOf)).toEqual([
    'missing:lost.png',
    'missing:folder.png',
    expect.stringMatching(/^[0-9a-f]{64}$/),
  ]);
});

test('hashes of large media are kept where those of checkpoints are', async () => {
  const large = image('large.png');
  await writeFile(large.file!, '');
  await truncate(large.file!, 2 ** 26);
  const [hash] = await hashes([large]);
  const cache = join(folder, 'cache');
  expect(await readdir(cache)).toEqual(['file-hashes']);
  expect(await fileHash(large.file!, cache)).toBe(hash);
  expect(await readdir(join(cache, 'file-hashes'))).toHaveLength(1);
});
