import { appendFile, copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import h5wasm from 'h5wasm/node';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testItem } from '../../../test/test-item.ts';
import type { Benchmark, Item, Split } from '../../benchmark/benchmark.ts';
import { mediaKind } from '../../benchmark/media.ts';
import { silentProgress } from '../../progress.ts';
import type { ReuseEvidence, ReusePair } from '../evidence.ts';
import { collectReuse } from './collect-reuse.ts';

const images = join(import.meta.dirname, '../../../examples/demo/images');
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reuse-'));
});
afterAll(() => rm(folder, { recursive: true }));

function items(split: Split, paths: readonly string[], fields: Partial<Item> = {}): Item[] {
  return paths.map((path, i) => {
    const media = [{ path, kind: mediaKind(path), file: join(folder, path) }];
    return testItem({ key: `${split}/${i}`, split, media, ...fields });
  });
}

function benchmarkOf(test: readonly Item[], train: readonly Item[]): Benchmark {
  const empty = { models: [], responses: [], subsets: [], ledger: [], inputs: [] };
  return { name: 'test', media: 'present', test, train, ...empty };
}

const collect = (test: readonly string[], train: readonly string[], cacheDir?: string) =>
  collectReuse(benchmarkOf(items('test', test), items('train', train)), {
    progress: silentProgress,
    seed: 0,
    ...(cacheDir !== undefined && { cacheDir }),
  });

const told = ({ pairs }: ReuseEvidence): string[] =>
  pairs
    .filter(({ verdict }) => verdict !== 'refuted')
    .map(({ scope, first, second, verdict, layer, symmetry = '' }) =>
      [scope, first, second, verdict, layer, symmetry].join(' ').trim(),
    );

/** Copies a demo picture into the test's folder, changed or as it is. */
async function plant(
  source: string,
  name: string,
  change?: (picture: Sharp) => Sharp,
): Promise<string> {
  const from = join(images, source);
  if (change) await change(sharp(from)).toFile(join(folder, name));
  else await copyFile(from, join(folder, name));
  return name;
}

describe('pictures', () => {
  const sources = ['R003', 'R005', 'R007', 'R010'].map((id) => `radiology/${id}_E1_1.png`);
  let train: string[];
  beforeAll(async () => {
    train = await Promise.all(sources.map((source, i) => plant(source, `train-${i}.png`)));
  });

  const first = 'radiology/R003_E1_1.png';
  const changes: readonly (readonly [string, string, (picture: Sharp) => Sharp])[] = [
    ['saved as JPEG of quality 30', 'identity', (picture) => picture.jpeg({ quality: 30 })],
    ['saved as JPEG of quality 90', 'identity', (picture) => picture.jpeg({ quality: 90 })],
    ['half the size', 'identity', (picture) => picture.resize(66)],
    ['of other proportions', 'identity', (picture) => picture.resize(120, 120, { fit: 'fill' })],
    [
      'cropped to 85%',
      'identity',
      (picture) => picture.extract({ left: 15, top: 6, width: 112, height: 139 }),
    ],
    ['flipped left to right', 'flipped-horizontally', (picture) => picture.flop()],
    ['flipped upside down', 'flipped-vertically', (picture) => picture.flip()],
    ['turned by 90 degrees', 'rotated-90', (picture) => picture.rotate(90)],
    ['turned by 180 degrees', 'rotated-180', (picture) => picture.rotate(180)],
    ['turned by 270 degrees', 'rotated-270', (picture) => picture.rotate(270)],
    // sharp mirrors before it turns, whatever the order of the calls.
    ['transposed', 'transposed', (picture) => picture.flip().rotate(90)],
    ['transposed the other way', 'anti-transposed', (picture) => picture.flop().rotate(90)],
    ['brighter', 'identity', (picture) => picture.linear(1, 20)],
    ['of more contrast', 'identity', (picture) => picture.linear(1.3, -20)],
    [
      'inside a black frame',
      'identity',
      (picture) => picture.extend({ top: 30, bottom: 30, background: 'black' }),
    ],
  ];

  test.each(changes)('%s, are verified', async (name, symmetry, change) => {
    const copy = await plant(first, `${name.replaceAll(/\W/g, '-')}.png`, (picture) => {
      const changed = change(picture);
      return name.includes('JPEG') ? changed : changed.png();
    });
    const { pairs } = await collect([copy], train);
    expect(pairs.filter(({ verdict }) => verdict !== 'refuted')).toEqual([
      expect.objectContaining({
        ...{ first: copy, second: 'train-0.png', scope: 'train-test', symmetry },
        ...{ verdict: 'verified', layer: 'perceptual' },
      }),
    ]);
  });

  test('turned or cropped on the train side, are told from the test side', async () => {
    const turned = await plant(first, 'turned-train.png', (picture) => picture.rotate(90).png());
    const cropped = await plant(first, 'cropped-train.png', (picture) =>
      picture.extract({ left: 8, top: 10, width: 110, height: 140 }).png(),
    );
    const scope = 'train-test train-0.png';
    expect(told(await collect(['train-0.png'], [turned, ...train.slice(1)]))).toEqual([
      `${scope} turned-train.png verified perceptual rotated-270`,
    ]);
    expect(told(await collect(['train-0.png'], [cropped, ...train.slice(1)]))).toEqual([
      `${scope} cropped-train.png verified perceptual identity`,
    ]);
  });

  test('of different slices, tiles and fields make no pair', async () => {
    const others = ['R051', 'R052', 'R053'].map((id) => `radiology/${id}_E1_1.png`);
    const tiles = ['H001', 'H051', 'H052'].map((id) => `histology/${id}_E1_1.png`);
    const fields = ['F001', 'F051', 'F052'].map((id) => `fundus/${id}_E1_1.png`);
    const names = await Promise.all(
      [...others, ...tiles, ...fields].map((source, i) => plant(source, `other-${i}.png`)),
    );
    expect(told(await collect(names.slice(0, 5), [...names.slice(5), ...train]))).toEqual([]);
  });

  test('are exact when bytes or decoded pixels are equal', async () => {
    await plant(first, 'same-bytes.png');
    await plant(first, 'same-pixels.png', (picture) =>
      picture.toColourspace('b-w').png({ compressionLevel: 1 }),
    );
    const evidence = await collect(['same-bytes.png', 'same-pixels.png'], train);
    expect(told(evidence)).toEqual([
      'train-test same-bytes.png train-0.png exact bytes',
      'train-test same-pixels.png train-0.png exact content',
      'within-test same-bytes.png same-pixels.png exact content',
    ]);
  });

  test('in many copies are told once for each test medium, with the number of copies', async () => {
    const copies = await Promise.all(
      ['a', 'b', 'c', 'd', 'e'].map((name) => plant(first, `copy-${name}.png`)),
    );
    const { pairs } = await collect(copies.slice(0, 2), copies.slice(2));
    const summary = pairs.map(({ first: test, second, copies: count }: ReusePair) => [
      test,
      second,
      count,
    ]);
    expect(summary).toEqual([
      ['copy-a.png', 'copy-c.png', 3],
      ['copy-b.png', 'copy-c.png', 3],
      ['copy-a.png', 'copy-b.png', undefined],
    ]);
  });

  test('without features are set apart and compared by content only', async () => {
    const grey = { width: 64, height: 64, channels: 3 as const };
    await sharp({ create: { ...grey, background: '#202020' } })
      .png()
      .toFile(join(folder, 'grey-1.png'));
    await sharp({ create: { ...grey, background: '#212121' } })
      .png()
      .toFile(join(folder, 'grey-2.png'));
    await copyFile(join(folder, 'grey-1.png'), join(folder, 'grey-3.png'));
    const evidence = await collect(['grey-1.png', 'grey-2.png'], ['grey-3.png']);
    expect(evidence.featureless).toEqual(['grey-1.png', 'grey-2.png', 'grey-3.png']);
    expect(told(evidence)).toEqual(['train-test grey-1.png grey-3.png exact bytes']);
  });

  test('that can not be read are counted with the reason, and stop nothing', async () => {
    await writeFile(join(folder, 'broken.png'), 'not a picture');
    await copyFile(join(folder, 'broken.png'), join(folder, 'broken-too.png'));
    const evidence = await collect(['broken.png', 'missing.png'], ['broken-too.png', ...train]);
    expect(evidence.unreadable).toEqual([
      { path: 'broken.png', reason: expect.stringMatching(/unsupported image format/) },
      { path: 'missing.png', reason: 'file not found' },
      { path: 'broken-too.png', reason: expect.stringMatching(/unsupported image format/) },
    ]);
    expect(told(evidence)).toEqual(['train-test broken.png broken-too.png exact bytes']);
    expect(JSON.stringify(evidence)).not.toContain(folder);
  });

  test('shown by both splits under one path are exact by name, read or not', async () => {
    const evidence = await collect(['train-0.png', 'missing.png'], ['train-0.png', 'missing.png']);
    expect(told(evidence)).toEqual([
      'train-test missing.png missing.png exact name',
      'train-test train-0.png train-0.png exact name',
    ]);
  });

  test('are not decoded again after an interrupted run', async () => {
    const cacheDir = join(folder, 'cache');
    const before = await collect(['train-1.png'], train, cacheDir);
    const file = join(cacheDir, 'picture-fingerprints.jsonl');
    const written = await readFile(file, 'utf8');
    expect(written.trim().split('\n')).toHaveLength(train.length);
    await appendFile(file, '{"sha256":"half a line');
    expect(await collect(['train-1.png'], train, cacheDir)).toEqual(before);
    // Nothing was added: all fingerprints came from the file.
    expect(await readFile(file, 'utf8')).toBe(`${written}{"sha256":"half a line`);
    await plant('radiology/R054_E1_1.png', 'new.png');
    const after = await collect(['new.png'], train, cacheDir);
    expect(await collect(['new.png'], train, cacheDir)).toEqual(after);
    expect((await readFile(file, 'utf8')).trim().split('\n')).toHaveLength(train.length + 2);
  });

  test('give the same evidence twice', async () => {
    const run = () => collect(['same-bytes.png', 'turned-by-90-degrees.png'], train);
    expect(await run()).toEqual(await run());
  });
});

/** A NIfTI-1 file of 3 x 2 x 1 voxels. */
function nifti(voxels: readonly number[], slope: number, intercept: number): Buffer {
  const bytes = Buffer.alloc(352 + 2 * voxels.length);
  bytes.writeInt32LE(348, 0);
  [3, 3, 2, 1].forEach((length, i) => {
    bytes.writeInt16LE(length, 40 + 2 * i);
  });
  bytes.writeInt16LE(4, 70);
  bytes.writeInt16LE(16, 72);
  bytes.writeFloatLE(352, 108);
  bytes.writeFloatLE(slope, 112);
  bytes.writeFloatLE(intercept, 116);
  bytes.write('n+1\0', 344, 'latin1');
  voxels.forEach((voxel, i) => {
    bytes.writeInt16LE(voxel, 352 + 2 * i);
  });
  return bytes;
}

describe('other media', () => {
  test('volumes are the same when their rescaled voxels are', async () => {
    await writeFile(join(folder, 'a.nii'), nifti([1, 2, 3, 4, 5, 6], 2, 1));
    await writeFile(join(folder, 'b.nii.gz'), gzipSync(nifti([2, 4, 6, 8, 10, 12], 1, 1)));
    await writeFile(join(folder, 'c.nii'), nifti([1, 2, 3, 4, 5, 7], 2, 1));
    await writeFile(join(folder, 'd.nii'), nifti([1, 2, 3, 4, 5, 6], 2, 1).subarray(0, 360));
    const evidence = await collect(['a.nii', 'c.nii', 'd.nii'], ['b.nii.gz']);
    expect(told(evidence)).toEqual(['train-test a.nii b.nii.gz exact content']);
    expect(evidence.unreadable.map(({ path }) => path)).toEqual(['d.nii']);
    expect(evidence.notes).toContain(
      '4 media are no pictures: they were compared by bytes and content, not by looks.',
    );
  });

  test('feature bags are the same when their datasets are', async () => {
    await h5wasm.ready;
    const bag = (name: string, features: readonly number[], gzip: boolean): void => {
      const file = new h5wasm.File(join(folder, name), 'w');
      const data = Float32Array.from(features);
      const shape = [2, 3];
      file.create_dataset({
        name: 'features',
        data,
        shape,
        ...(gzip && { chunks: shape, compression: 'gzip' }),
      });
      file.create_dataset({ name: 'labels', data: ['left', 'right'] });
      file.close();
    };
    bag('a.h5', [1, 2, 3, 4, 5, 6], false);
    bag('b.h5', [1, 2, 3, 4, 5, 6], true);
    bag('c.h5', [1, 2, 3, 4, 5, 7], true);
    const evidence = await collect(['a.h5', 'c.h5'], ['b.h5']);
    expect(told(evidence)).toEqual(['train-test a.h5 b.h5 exact content']);
    expect(evidence.unreadable).toEqual([]);
  });

  test('sounds are the same when their bytes are', async () => {
    for (const name of ['a.wav', 'b.wav']) await writeFile(join(folder, name), 'RIFF');
    expect(told(await collect(['a.wav'], ['b.wav']))).toEqual([
      'train-test a.wav b.wav exact bytes',
    ]);
  });

  test('a medium without a local file is unreadable', async () => {
    const media = [{ path: 'https://example.org/a.png', kind: 'image' as const }];
    const benchmark = benchmarkOf([testItem({ media })], []);
    const evidence = await collectReuse(benchmark, { progress: silentProgress, seed: 0 });
    expect(evidence.unreadable).toEqual([
      { path: 'https://example.org/a.png', reason: 'no local file' },
    ]);
  });
});

test('without media only names are compared, and the evidence says so', async () => {
  const benchmark = {
    ...benchmarkOf(items('test', ['a.png', 'b.png']), items('train', ['b.png', 'c.png'])),
    media: 'absent' as const,
  };
  const evidence = await collectReuse(benchmark, { progress: silentProgress, seed: 0 });
  expect(evidence.mode).toBe('names');
  expect(told(evidence)).toEqual(['train-test b.png b.png exact name']);
  expect(evidence.media.map(({ path, splits }) => [path, splits])).toEqual([
    ['a.png', ['test']],
    ['b.png', ['test', 'train']],
    ['c.png', ['train']],
  ]);
  expect(evidence.notes).toHaveLength(1);
});

test('a benchmark without media has empty evidence', async () => {
  const benchmark = benchmarkOf([testItem()], [testItem({ key: 'train/1', split: 'train' })]);
  const evidence = await collectReuse(benchmark, { progress: silentProgress, seed: 0 });
  expect(evidence).toMatchObject({ media: [], pairs: [], calibration: [], unreadable: [] });
});
