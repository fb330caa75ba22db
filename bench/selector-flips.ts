/**
 * How many answers change when a slide's tokens are selected in bfloat16 instead of float32, all else
 * equal: the tiny BreastGPT of the fixtures on synthetic slides. Its weights are random: what it
 * answers means nothing, only whether it answers the same.
 *
 *     npx tsc -p tsconfig.bench.json && node .cache/bench/bench/selector-flips.js [--slides 60] [--tiles 400]
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { TileFeatures } from '../src/media/tile-features.ts';
import { loadModel } from '../src/runtime/load-model.ts';
import { createRandom, meanEstimate } from '../src/statistics/index.ts';

const { values } = parseArgs({
  options: {
    slides: { type: 'string', default: '60' },
    tiles: { type: 'string', default: '400' },
  },
});
const slides = Number(values.slides);
const tiles = Number(values.tiles);
// Of the fixture; the published model has 768.
const featureDim = 64;
const tissues = 40;
const noise = 0.1;
const checkpoint = join(import.meta.dirname, '../../../test/fixtures/tiny-breastgpt');

/** Tiles as noisy copies of some tissues: neighbours are alike, as on a slide. */
function syntheticSlide(seed: number): TileFeatures {
  const random = createRandom(seed);
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - random.nextFloat())) * Math.cos(2 * Math.PI * random.nextFloat());
  const centres = Array.from({ length: tissues * featureDim }, normal);
  const features = Float32Array.from({ length: tiles * featureDim }, (_, index) => {
    const tissue = Math.floor(index / featureDim) % tissues;
    return centres[tissue * featureDim + (index % featureDim)]! + noise * normal();
  });
  return { features, tiles };
}

async function answers(selectorPrecision: 'float32' | 'bfloat16'): Promise<readonly string[]> {
  const model = await loadModel(checkpoint, { selectorPrecision });
  const texts: string[] = [];
  for (let slide = 0; slide < slides; slide += 1) {
    const [answer] = await model.generate(
      [
        {
          messages: [
            {
              role: 'user',
              content: [
                { type: 'slide', slide: syntheticSlide(slide + 1) },
                { type: 'text', text: 'What is seen on this slide?' },
              ],
            },
          ],
        },
      ],
      { maxNewTokens: 24, sampling: { kind: 'greedy' } },
    );
    texts.push(answer!.text);
  }
  await model.close();
  return texts;
}

const [full, again, rounded] = [
  await answers('float32'),
  await answers('float32'),
  await answers('bfloat16'),
];
for (const [title, other] of [
  ['float32 a second time', again],
  ['selection in bfloat16', rounded],
] as const) {
  const changed = full.map((text, slide) => Number(text !== other[slide]));
  const { value, interval } = meanEstimate(
    changed,
    changed.map((_, slide) => String(slide)),
  );
  process.stdout.write(
    `${title}: ${changed.reduce((sum, one) => sum + one, 0)} of ${slides} answers change, ${(100 * value).toFixed(1)}% (${interval.method}, 95%: ${(100 * interval.lower).toFixed(1)} to ${(100 * interval.upper).toFixed(1)})\n`,
  );
}
