import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprintCheckpoint } from '../checkpoint/fingerprint.ts';
import { checkCheckpoints } from './check-checkpoints.ts';
import type { Manifest, ManifestCheckpoint } from './manifest.ts';

let folder: string;
let weights: string;
let manifest: Manifest;
const options = () => ({ modelCacheFolder: join(folder, 'cache') });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoints-'));
  weights = join(folder, 'bench', 'weights');
  await mkdir(weights, { recursive: true });
  await writeFile(join(weights, 'config.json'), '{}');
  await writeFile(join(weights, 'model.safetensors'), 'weights');
  const fingerprint = await fingerprintCheckpoint(weights, {
    cacheFolder: options().modelCacheFolder,
  });
  const checkpoint = {
    ...{ name: 'ours', of: 'model', folder: '../bench/weights', fingerprint, precision: 'float32' },
    parity: { verdict: 'not-run', reason: 'none' },
  } satisfies ManifestCheckpoint;
  const folders = { bench: '../bench', test: '../bench', train: '../bench' };
  // A grader that is the model itself has the same checkpoint.
  const grader = { ...checkpoint, of: 'grader' } satisfies ManifestCheckpoint;
  manifest = { folders, checkpoints: [checkpoint, grader] } as unknown as Manifest;
});
afterEach(() => rm(folder, { recursive: true }));

const run = () => join(folder, 'run');

test('a checkpoint that is as it was is compared once, however many use it', async () => {
  await expect(checkCheckpoints(run(), manifest, options())).resolves.toEqual({
    changes: [],
    unchecked: [],
    compared: 2,
  });
});

test('names the file whose weights are others, that is gone, that came', async () => {
  await writeFile(join(weights, 'model.safetensors'), 'weightz');
  await rm(join(weights, 'config.json'));
  await writeFile(join(weights, 'chat_template.jinja'), 'x');
  const { changes } = await checkCheckpoints(run(), manifest, options());
  expect(changes.map(({ kind, file }) => `${kind} ${file}`)).toEqual([
    'missing ours: config.json',
    'changed ours: model.safetensors',
    'added ours: chat_template.jinja',
  ]);
});

test('a checkpoint that is elsewhere is not compared, and found in the moved bench', async () => {
  const { changes, unchecked } = await checkCheckpoints(
    join(folder, 'a', 'b'),
    manifest,
    options(),
  );
  expect(changes).toEqual([]);
  expect(unchecked).toEqual(['The checkpoint of ours is not where it lay.']);
  const moved = { bench: join(folder, 'bench') };
  await expect(
    checkCheckpoints(join(folder, 'a', 'b'), manifest, { ...options(), moved }),
  ).resolves.toMatchObject({ changes: [], unchecked: [], compared: 2 });
});
