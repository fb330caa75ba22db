import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/benchmark/config.ts';
import { loadBenchmark } from '../../src/benchmark/load-benchmark.ts';
import { openNifti } from '../../src/media/nifti.ts';
import { readSlide } from '../../src/model/breastgpt/slide-reader.ts';
import { silentProgress } from '../../src/progress.ts';
import { answersOf, controlAnswersOf } from './generator/answers.ts';
import { type ExpectedFindings, expectedFindings } from './generator/expected-findings.ts';
import { makeItems } from './generator/items.ts';
import { idsOf } from './generator/pictures.ts';
import { phantom, slide, writePhantom, writeSlide } from './generator/slide-and-volume.ts';
import { controlFiles, dataFiles, predictionFiles } from './generator/write-files.ts';

const folder = import.meta.dirname;
const images = join(folder, 'images');
const truth: ExpectedFindings = JSON.parse(
  await readFile(join(folder, 'expected-findings.json'), 'utf8'),
);
const media = (await readdir(images, { recursive: true }))
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => /\.(png|jpg|h5|nii)$/.test(path))
  .sort();
const paths = media.filter((path) => /\.(png|jpg)$/.test(path));
const benchmark = await loadBenchmark(await loadConfig(folder), {
  progress: silentProgress,
  mediaCacheDir: join(folder, 'no-inline-media'),
});

/** Grey levels of a picture after a dihedral change, squeezed to a square grid. */
async function greys(path: string, side: number, change = 'identity'): Promise<Uint8Array> {
  const picture = sharp(join(images, path));
  if (change === 'flipped-horizontally') picture.flop();
  if (change === 'rotated-90') picture.rotate(90);
  const upright = await picture.greyscale().png().toBuffer();
  return sharp(upright).resize(side, side, { fit: 'fill' }).greyscale().raw().toBuffer();
}

function correlation(first: Uint8Array, second: Uint8Array): number {
  const mean = (values: Uint8Array): number =>
    values.reduce((total, value) => total + value, 0) / values.length;
  const [firstMean, secondMean] = [mean(first), mean(second)];
  let [product, firstSquares, secondSquares] = [0, 0, 0];
  first.forEach((value, index) => {
    const [left, right] = [value - firstMean, (second[index] as number) - secondMean];
    product += left * right;
    firstSquares += left * left;
    secondSquares += right * right;
  });
  return product / Math.sqrt(firstSquares * secondSquares);
}

describe('the files', () => {
  test('are what the generator writes', async () => {
    const items = makeItems();
    const files = [
      ...dataFiles(items),
      ...predictionFiles(answersOf(items)),
      ...controlFiles(controlAnswersOf(items)),
    ];
    for (const { path, text } of files)
      expect(await readFile(join(folder, path), 'utf8'), path).toBe(text);
    expect(truth).toEqual(expectedFindings(items));
  });

  test('SOURCES.md names every medium once, and none that is not there', async () => {
    const page = await readFile(join(folder, 'SOURCES.md'), 'utf8');
    const listed = [...page.matchAll(/^\| ((?:fundus|histology|radiology)\/\S+)\s+\|/gm)];
    expect(listed.map((row) => row[1])).toEqual(media);
  });

  test('every medium is shown by some item, and every item shows one that is there', () => {
    const shown = [...benchmark.test, ...benchmark.train].flatMap((item) =>
      item.media.map(({ path }) => path),
    );
    expect([...new Set(shown)].sort()).toEqual(media);
  });

  test('the slide and the volume are what the generator writes, and models can read them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'demo-media-'));
    const drawn = join(folder, 'slide.h5');
    await writeSlide(drawn);
    await writePhantom(join(folder, 'phantom.nii'));
    const kept = await readSlide(join(images, slide.path), slide.featureDim);
    // HDF5 notes when a file was made, so its bytes differ from day to day.
    expect(kept).toEqual(await readSlide(drawn, slide.featureDim));
    expect(kept.tiles).toBe(300);
    const volume = await readFile(join(images, phantom.path));
    expect(volume).toEqual(await readFile(join(folder, 'phantom.nii')));
    expect((await openNifti(volume)).dimensions).toEqual(phantom.size);
    await rm(folder, { recursive: true });
  });

  test('pictures are small', async () => {
    for (const path of paths) {
      const bytes = await readFile(join(images, path));
      const { width, height } = await sharp(bytes).metadata();
      expect(Math.max(width, height), path).toBeLessThanOrEqual(200);
      expect(bytes.length, path).toBeLessThan(50_000);
    }
  });
});

describe('the planted copies', () => {
  const pairs = truth.trainTestPairs.concat(
    truth.withinTestPairs.map(({ first, second, how }) => ({ test: second, train: first, how })),
  );
  const read = (path: string): Promise<Buffer> => readFile(join(images, path));

  test.each(pairs.filter((pair) => pair.how === 'bytes'))(
    '$test has the bytes of $train',
    async (pair) => {
      expect(await read(pair.test)).toEqual(await read(pair.train));
    },
  );

  test.each(pairs.filter((pair) => pair.how === 'repacked'))(
    '$test has the pixels but not the bytes of $train',
    async (pair) => {
      const pixels = (path: string): Promise<Buffer> =>
        sharp(join(images, path)).toColourspace('srgb').removeAlpha().raw().toBuffer();
      expect(await read(pair.test)).not.toEqual(await read(pair.train));
      expect(await pixels(pair.test)).toEqual(await pixels(pair.train));
    },
  );

  test.each(
    pairs.filter(({ how }) =>
      ['jpeg', 'resized', 'flipped-horizontally', 'rotated-90'].includes(how),
    ),
  )('$test is $train, $how', async ({ test: copy, train, how }) => {
    expect(await read(copy)).not.toEqual(await read(train));
    expect(correlation(await greys(copy, 64), await greys(train, 64, how))).toBeGreaterThan(0.98);
  });

  test.each(pairs.filter((pair) => pair.how === 'cropped'))(
    '$test is 85% of the area of $train',
    async (pair) => {
      const [copy, original] = [sharp(join(images, pair.test)), sharp(join(images, pair.train))];
      const { width, height } = await copy.metadata();
      const { width: fullWidth, height: fullHeight } = await original.metadata();
      expect((width * height) / (fullWidth * fullHeight)).toBeCloseTo(0.85, 2);
      const inside = { left: fullWidth - width - 2, top: 3, width, height };
      const cut = await original.extract(inside).greyscale().raw().toBuffer();
      expect(correlation(await copy.greyscale().raw().toBuffer(), cut)).toBeGreaterThan(0.98);
    },
  );

  test('no other pair looks alike under any rotation or flip', async () => {
    const planted = new Set(pairs.map((pair) => [pair.test, pair.train].sort().join(' ')));
    const side = 32;
    const grids = await Promise.all(paths.map((path) => greys(path, side)));
    const turned = grids.map((grid) => symmetriesOf(grid, side));
    const alike: string[] = [];
    for (let first = 0; first < paths.length; first++)
      for (let second = first + 1; second < paths.length; second++) {
        const name = `${paths[first]} ${paths[second]}`;
        if (planted.has(name)) continue;
        const best = Math.max(...turned[second]!.map((grid) => correlation(grids[first]!, grid)));
        if (best > 0.85) alike.push(name);
      }
    expect(alike).toEqual([]);
  });

  function symmetriesOf(grid: Uint8Array, side: number): Uint8Array[] {
    return Array.from({ length: 8 }, (_, symmetry) =>
      grid.map((_value, index) => {
        let [x, y] = [index % side, Math.floor(index / side)];
        if (symmetry & 1) x = side - 1 - x;
        if (symmetry & 2) y = side - 1 - y;
        if (symmetry & 4) [x, y] = [y, x];
        return grid[x + side * y] as number;
      }),
    );
  }
});

describe('the benchmark as read', () => {
  const placeOf = (item: (typeof benchmark.test)[number]): string =>
    `${item.source.file}:${item.source.line}`;

  test('has both tasks, three modalities and three stages', () => {
    const values = (name: 'task' | 'modality' | 'stage' | 'track'): string[] =>
      [...new Set(benchmark.test.map((item) => String(item[name])))].sort();
    expect(benchmark.test).toHaveLength(70);
    expect(benchmark.train).toHaveLength(102);
    expect(values('task')).toEqual(['closed', 'open']);
    expect(values('track')).toEqual(['closed', 'open']);
    expect(values('modality')).toEqual(['fundus', 'histology', 'radiology']);
    expect(values('stage')).toEqual(['diagnosis', 'screening', 'treatment']);
  });

  test('finds patient and exam of every item in the file name', () => {
    for (const item of [...benchmark.test, ...benchmark.train]) {
      const { patient, exam } = idsOf(item.media[0]?.path as string);
      expect([item.patient, item.exam]).toEqual([patient, exam]);
    }
  });

  test('shares one patient between the splits, with different pictures', () => {
    const ofTrain = new Set(benchmark.train.map((item) => item.patient));
    const shared = benchmark.test.filter((item) => ofTrain.has(item.patient));
    expect([...new Set(shared.map((item) => item.patient))]).toEqual(truth.patientsInBothSplits);
    const trainPictures = new Set(benchmark.train.map((item) => item.media[0]?.path));
    for (const item of shared) expect(trainPictures.has(item.media[0]?.path)).toBe(false);
  });

  test('has the verbatim questions that are listed, up to case', () => {
    const fold = (text: string): string => text.trim().toLowerCase();
    const trainQuestions = new Set(benchmark.train.map((item) => fold(item.prompt)));
    const found = benchmark.test.filter((item) => trainQuestions.has(fold(item.prompt)));
    expect(found.map(placeOf).sort()).toEqual(
      truth.verbatimQuestions.map(({ file, line }) => `${file}:${line}`).sort(),
    );
  });

  test('gives the ledger something to show', () => {
    const facts = benchmark.ledger.map(
      ({ file, kept, dropped, duplicated, unjoined, unanswered }) => ({
        file,
        kept,
        dropped,
        duplicated,
        unjoined,
        unanswered,
      }),
    );
    const clean = { dropped: {}, duplicated: 0, unjoined: 0, unanswered: 0 };
    expect(facts).toEqual([
      { file: 'data/test/closed.jsonl', kept: 51, ...clean },
      { file: 'data/test/open.jsonl', kept: 19, ...clean },
      { file: 'data/train/closed.jsonl', kept: 72, ...clean, duplicated: 1 },
      { file: 'data/train/open.json', kept: 30, ...clean },
      {
        file: 'predictions/specialist.json',
        kept: 69,
        dropped: { 'unknown-item': 1 },
        duplicated: 1,
        unjoined: 1,
        unanswered: 1,
      },
      { file: 'predictions/finetuned.jsonl', kept: 70, ...clean },
      { file: 'predictions/generalist.jsonl', kept: 70, ...clean, dropped: { 'broken-json': 1 } },
      ...['specialist', 'finetuned'].flatMap((model) =>
        [
          ['none', 70, 0],
          ['shuffled', 70, 0],
          // Five questions have nine options and are not rotated.
          ['rotated-1', 46, 5],
          ['rotated-2', 20, 5],
          ['rotated-3', 8, 5],
        ].map(([condition, kept, unanswered]) => ({
          ...clean,
          file: `predictions/controls/${model}-${condition}.jsonl`,
          kept,
          unanswered,
        })),
      ),
      { file: 'predictions/judgments.csv', kept: 171, ...clean },
    ]);
  });

  test('holds a script element to try the escaping on', () => {
    const [script] = benchmark.test.filter((item) => item.prompt.includes('<script>'));
    expect(script && placeOf(script)).toBe('data/test/open.jsonl:11');
  });

  test('the candidate is right on 35 of 50 closed questions without looking', () => {
    const answers = new Map(
      benchmark.responses
        .filter(({ model, condition }) => model === 'specialist' && condition === 'real')
        .map((response) => [response.itemKey, response.text]),
    );
    const closed = benchmark.test.filter(
      (item) => item.track === 'closed' && answers.has(item.key),
    );
    const right = closed.filter((item) => {
      const text = answers.get(item.key) as string;
      const letter = /^(?:The answer is |Answer: )?\(?([A-I])(?:\)|\.|$)/.exec(text)?.[1];
      const worded = item.options.find((option) => `${option.text}.` === text)?.label;
      return (letter ?? worded) === item.answer;
    });
    expect([right.length, closed.length]).toEqual([35, 50]);
  });
});
