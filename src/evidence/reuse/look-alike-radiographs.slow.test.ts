import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp, { type Sharp } from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testItem } from '../../../test/test-item.ts';
import type { Benchmark, Item, Split } from '../../benchmark/benchmark.ts';
import { silentProgress } from '../../progress.ts';
import { createRandom } from '../../statistics/create-random.ts';
import type { ReuseEvidence } from '../evidence.ts';
import { collectReuse } from './collect-reuse.ts';

/** 275 chest radiographs of different healthy people, of which one file is there twice. */
const folder = join(import.meta.dirname, '../../../../shared/data/look_alike_cxr');
const twins = ['101-210-500-500-100.jpg', '201-210-500-500-100.jpg'] as const;
const pairsOf275 = (275 * 274) / 2;
const copiesEach = 20;

function item(split: Split, path: string, file: string): Item {
  const media = [{ path, kind: 'image' as const, file }];
  return testItem({ key: `${split}/${path}`, split, media, modality: 'chest', patient: path });
}

function collect(test: readonly Item[], train: readonly Item[]): Promise<ReuseEvidence> {
  const empty = { models: [], responses: [], subsets: [], ledger: [], inputs: [] };
  const benchmark: Benchmark = { name: 'cxr', media: 'present', test, train, ...empty };
  return collectReuse(benchmark, { progress: silentProgress, seed: 0 });
}

const random = createRandom(11);

/** Cuts out a random part with so large a share of each side. */
function crop(picture: Sharp, width: number, height: number, share: number): Sharp {
  const [w, h] = [Math.round(share * width), Math.round(share * height)];
  const [left, top] = [random.nextBelow(width - w + 1), random.nextBelow(height - h + 1)];
  return picture.extract({ left, top, width: w, height: h });
}

type Change = (picture: Sharp, width: number, height: number) => Sharp;

/** Changes with the least share of copies that must be verified. */
const changes: Readonly<Record<string, readonly [number, Change]>> = {
  'JPEG of quality 30': [1, (picture) => picture.jpeg({ quality: 30 })],
  'half the size': [1, (picture, width) => picture.resize(width >> 1)],
  'a third of the size': [1, (picture, width) => picture.resize(Math.round(0.35 * width))],
  'square pixels lost': [1, (picture) => picture.resize(384, 384, { fit: 'fill' })],
  flipped: [1, (picture) => picture.flop()],
  'turned by 90 degrees': [1, (picture) => picture.rotate(90)],
  brighter: [1, (picture) => picture.linear(1, 30)],
  'more contrast': [1, (picture) => picture.linear(1.4, -50)],
  'other gamma': [1, (picture) => picture.gamma(1.8)],
  padded: [1, (picture) => picture.extend({ top: 40, bottom: 40, left: 10, background: 'black' })],
  'cropped to 90%': [0.9, (picture, w, h) => crop(picture, w, h, 0.9)],
  'cropped to 85%': [0.9, (picture, w, h) => crop(picture, w, h, 0.85)],
  'cropped to 70%': [0.8, (picture, w, h) => crop(picture, w, h, 0.7)],
};

const toldOf = ({ pairs }: ReuseEvidence, verdict: string): string[] =>
  pairs.filter((pair) => pair.verdict === verdict).map(({ first, second }) => `${first} ${second}`);

describe.skipIf(!existsSync(folder))(
  'look-alike radiographs (needs the data beside the repository)',
  () => {
    let names: string[];
    let scratch: string;
    beforeAll(async () => {
      names = (await readdir(folder)).filter((name) => name.endsWith('.jpg')).sort();
      scratch = await mkdtemp(join(tmpdir(), 'radiographs-'));
    });
    afterAll(() => rm(scratch, { recursive: true }));

    /** Every other picture, with one of the twins on each side. */
    const half = (split: Split): Item[] =>
      names
        .filter((name, i) => {
          const isTrain = name === twins[1] || (name !== twins[0] && i % 2 === 1);
          return isTrain === (split === 'train');
        })
        .map((name) => item(split, name, join(folder, name)));

    test('hold one exact pair, no verified one, and at most a few candidates', async () => {
      const evidence = await collect(half('test'), half('train'));
      expect(toldOf(evidence, 'exact')).toEqual([twins.join(' ')]);
      expect(toldOf(evidence, 'verified')).toEqual([]);
      // One person was X-rayed twice: other exposure, same ribs and vessels.
      expect(toldOf(evidence, 'candidate')).toEqual([
        '56-65-500-500-100.jpg 73-82-500-500-100.jpg',
      ]);
      const [calibration] = evidence.calibration;
      expect(calibration).toMatchObject({ status: 'calibrated', modality: 'chest' });
      // Generic thresholds would flag hundreds: that many strangers lie within 8 bits.
      const within8 = calibration!.distanceCounts.slice(0, 9).reduce((sum, at) => sum + at, 0);
      expect(within8).toBeGreaterThan(100);
      expect(calibration!.nullPairs).toBeGreaterThan(0.99 * (pairsOf275 - 275));
      expect(calibration!.thresholdBits).toBeLessThan(6);
    });

    test('are recognised when they were changed, and no stranger with them', async () => {
      const train = half('train');
      const truth = new Map<string, { change: string; source: string }>();
      const planted: Item[] = [];
      for (const [change, [, apply]] of Object.entries(changes)) {
        for (let i = 0; i < copiesEach; i++) {
          const source = train[(7 * planted.length + i) % train.length]!.media[0]!;
          const { width, height } = await sharp(source.file).metadata();
          const path = `${planted.length}.jpg`;
          const file = join(scratch, path);
          await apply(sharp(source.file), width!, height!).toFile(file);
          planted.push(item('test', path, file));
          truth.set(path, { change, source: source.path });
        }
      }
      const { pairs } = await collect(planted, train);
      const verified = pairs.filter(
        ({ scope, verdict }) => scope === 'train-test' && verdict === 'verified',
      );
      const strangers = verified.filter(({ first, second }) => truth.get(first)?.source !== second);
      expect(strangers.map(({ first, second }) => `${first} ${second}`)).toEqual([]);
      for (const [change, [least]] of Object.entries(changes)) {
        const found = verified.filter(({ first }) => truth.get(first)?.change === change);
        expect(found.length / copiesEach, change).toBeGreaterThanOrEqual(least);
      }
    });
  },
);
