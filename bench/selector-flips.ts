/**
 * How many tokens and answers change when BreastGPT's selector computes in bfloat16.
 *
 *     npm run build && npx tsc -p tsconfig.bench.json
 *     node .cache/bench/bench/selector-flips.js [checkpoint, default test/fixtures/tiny-breastgpt] [media of a kind, default 72]
 *
 * Images are those of the demo, enlarged to 512 pixels; slides (300 to 2,000 tiles) and volumes are
 * made up from a seed: a few kinds of tissue with noise, a few waves with noise. Each is shown once
 * with one question, and everything but the selection is the same; "float32 again" is the model opened
 * anew. Counted are media for which another letter is the most probable, and for which the first 16
 * tokens, the most probable each time, read otherwise. The overlap of the tokens kept is Jaccard's,
 * averaged over the selector's levels and then over the media.
 */

import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { openCheckpoint } from '../src/checkpoint/checkpoint.ts';
import { storeVoxels } from '../src/media/voxel-volume.ts';
import type { PreparedPrompt } from '../src/model/architecture.ts';
import { parseBreastGptConfig } from '../src/model/breastgpt/config.ts';
import type { SelectorPrecision } from '../src/model/media-settings.ts';
import type { Generation, Medium, Model } from '../src/model/model.ts';
import { silentProgress } from '../src/progress.ts';
import { loadModel } from '../src/runtime/load-model.ts';
import type { ModelExecutor } from '../src/runtime/model-executor.ts';
import { openExecutor } from '../src/runtime/open-executor.ts';
import { createRandom, wilsonInterval } from '../src/statistics/index.ts';

const root = resolve(import.meta.dirname, '../../..');
const [folder = join(root, 'test/fixtures/tiny-breastgpt'), wanted = '72'] = process.argv.slice(2);
const count = Number(wanted);
const { featureDim } = parseBreastGptConfig(await openCheckpoint(folder)).slide;
const options = ['A', 'B', 'C', 'D'];
const question =
  'Which of these is seen?\nA. A mass\nB. Calcifications\nC. An asymmetry\nD. None of these';

const random = createRandom(1);
const normal = (): number =>
  Math.sqrt(-2 * Math.log(1 - random.nextFloat())) * Math.cos(2 * Math.PI * random.nextFloat());

/** Enlarged to 512 pixels: as they are, all their tokens are kept. */
async function images(): Promise<Medium[]> {
  const pictures = join(root, 'examples/demo/images');
  const names = readdirSync(pictures, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(png|jpe?g)$/.test(name))
    .sort()
    .slice(0, count);
  return await Promise.all(
    names.map(async (name) => {
      const enlarged = sharp(join(pictures, name)).resize(512, 512, { fit: 'inside' });
      return { type: 'image', image: await enlarged.png().toBuffer() };
    }),
  );
}

function slide(): Medium {
  const tiles = 300 + random.nextBelow(1701);
  const tissues = Array.from({ length: 3 + random.nextBelow(10) }, () =>
    Float32Array.from({ length: featureDim }, normal),
  );
  const features = new Float32Array(tiles * featureDim);
  for (let tile = 0; tile < tiles; tile++) {
    const tissue = tissues[random.nextBelow(tissues.length)]!;
    for (let i = 0; i < featureDim; i++)
      features[tile * featureDim + i] = tissue[i]! + 0.5 * normal();
  }
  return { type: 'slide', slide: { features, tiles } };
}

function volume(): Medium {
  const dimensions = [96, 80, 40].map((length) => length + random.nextBelow(33));
  const waves = Array.from({ length: 4 }, () => dimensions.map(() => normal() / 9));
  let index = 0;
  const next = (): number => {
    const [width, height] = dimensions as [number, number, number];
    const at = [
      index % width,
      Math.floor(index / width) % height,
      Math.floor(index / width / height),
    ];
    index += 1;
    const wave = waves.reduce(
      (sum, [x, y, z]) => sum + Math.sin(x! * at[0]! + y! * at[1]! + z! * at[2]!),
      0,
    );
    return Math.round(1000 + 150 * wave + 40 * normal());
  };
  return { type: 'volume', volume: storeVoxels(dimensions, 'int16', next) };
}

/** A model opened once to answer, and once to tell what its selector keeps. */
interface Opened {
  readonly model: Model;
  readonly executor: ModelExecutor;
}

async function open(selectorPrecision: SelectorPrecision): Promise<Opened> {
  const settings = { precision: 'float32', device: 'cpu' } as const;
  const cacheFolder = join(root, '.cache/bench-models');
  const media = { selectorPrecision };
  return {
    model: await loadModel(folder, { ...settings, ...media, cacheFolder, thread: 'same' }),
    executor: await openExecutor(
      { folder, ...settings, cacheFolder, media, threads: undefined },
      silentProgress,
    ),
  };
}

interface Answered {
  readonly text: string;
  readonly letter: number;
  readonly kept: readonly ReadonlySet<number>[];
}

async function answer({ model, executor }: Opened, medium: Medium): Promise<Answered> {
  const content = [medium, { type: 'text', text: question } as const];
  const prompt = await model.prepare({ messages: [{ role: 'user', content }] });
  const { kept } = await executor.encode(prompt as PreparedPrompt);
  const [given] = (await model.generate([prompt], {
    maxNewTokens: 16,
    candidates: [options],
    sampling: { kind: 'greedy' },
  })) as [Generation];
  const likelihoods = given.candidateLogLikelihoods;
  return {
    text: given.text,
    letter: likelihoods.indexOf(Math.max(...likelihoods)),
    kept: (kept ?? []).flatMap((levels) => levels.map((indices) => new Set(indices))),
  };
}

function jaccard(a: ReadonlySet<number>, b: ReadonlySet<number>): number {
  const both = [...a].filter((one) => b.has(one)).length;
  return both / (a.size + b.size - both);
}

function share(changed: number, n: number): string {
  const { lower, upper } = wilsonInterval(changed, n);
  const percent = (value: number): string => `${(100 * value).toFixed(1)}%`;
  return `${changed} of ${n}, ${percent(changed / n)} (95% interval ${percent(lower)} to ${percent(upper)})`;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

const exact = await open('float32');
const again = await open('float32');
const rounded = await open('bfloat16');
const kinds: readonly (readonly [string, readonly Medium[]])[] = [
  ['images', await images()],
  ['volumes', Array.from({ length: count }, volume)],
  ['slides', Array.from({ length: count }, slide)],
];
for (const [kind, media] of kinds) {
  const first: Answered[] = [];
  for (const medium of media) first.push(await answer(exact, medium));
  for (const [title, opened] of [
    ['float32 again', again],
    ['bfloat16', rounded],
  ] as const) {
    const other: Answered[] = [];
    for (const medium of media) other.push(await answer(opened, medium));
    const changed = (isOther: (a: Answered, b: Answered) => boolean): string =>
      share(first.filter((one, index) => isOther(one, other[index]!)).length, media.length);
    const overlaps = first.map(({ kept }, index) =>
      mean(kept.map((some, level) => jaccard(some, other[index]!.kept[level]!))),
    );
    console.log(`${kind}, ${title}:
  another letter  ${changed((a, b) => a.letter !== b.letter)}
  another text    ${changed((a, b) => a.text !== b.text)}
  tokens kept     overlap ${mean(overlaps).toFixed(3)} (${Math.min(...overlaps).toFixed(3)} to ${Math.max(...overlaps).toFixed(3)})`);
  }
}
for (const { model, executor } of [exact, again, rounded]) {
  await model.close();
  await executor.close();
}
