import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { plainCoverage } from '../../../test/plain/coverage.ts';
import { plainLongNet } from '../../../test/plain/long-net.ts';
import {
  dense,
  type Matrix,
  readWeights,
  toMatrix,
  type Weights,
} from '../../../test/plain/matrix.ts';
import { plainVisionTower } from '../../../test/plain/vision-tower.ts';
import { randomCheckpoint } from '../../../test/random-checkpoint.ts';
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import type { BreastGptConfig } from '../../model/breastgpt/config.ts';
import { slideLevels } from '../../model/breastgpt/long-net.ts';
import type { PreparedMedium } from '../../model/breastgpt/prompt.ts';
import { BREASTGPT_8B } from '../../model/breastgpt/synthesize.ts';
import { breastGptOutlines } from '../../model/breastgpt/tensor-outlines.ts';
import { buildVisionTower } from '../../model/qwen3-vl/vision-tower.ts';
import type { Graph } from '../../onnx/graph.ts';
import { largestDifference } from '../../parity/stage.ts';
import { createRandom } from '../../statistics/index.ts';
import { createSession, type Session } from '../session.ts';
import { AffinitySession } from './affinity-session.ts';
import { BreastGptEncoder } from './breastgpt-encoder.ts';
import { SlideBranch } from './slide-branch.ts';

// Sizes that the reference vectors do not have, against plain code under test/plain.

const folder = mkdtempSync(join(tmpdir(), 'sizes-'));
afterAll(() => rmSync(folder, { recursive: true }));

const random = createRandom(3);
const numbers = (count: number): Float32Array =>
  Float32Array.from({ length: count }, () => 2 * random.nextFloat() - 1);

/** A deeper tower than its DeepStack levels need, and budgets other than the published ones. */
const CONFIG: BreastGptConfig = {
  ...BREASTGPT_8B,
  qwen: {
    ...BREASTGPT_8B.qwen,
    text: { ...BREASTGPT_8B.qwen.text, hiddenSize: 8 },
    vision: {
      ...BREASTGPT_8B.qwen.vision,
      hiddenSize: 24,
      headCount: 2,
      intermediateSize: 40,
      depth: 6,
      deepstackLayers: [1, 2, 4],
      positionEmbeddings: 49,
      outHiddenSize: 8,
    },
  },
  slide: { featureDim: 12, headCount: 3, layerCount: 3, ffnDim: 20, outHiddenSize: 8 },
  media: { ...BREASTGPT_8B.media, tokenBudgets: { image: 5, slide: 9, volume: 11 } },
};

function opener(checkpoint: Checkpoint): (graph: Graph) => Promise<Session> {
  return (graph) => createSession(graph, { weightsFolder: checkpoint.folder });
}

describe.each([
  { heads: 3, featureDim: 12 },
  { heads: 5, featureDim: 20 },
  { heads: 6, featureDim: 12 },
])('LongNet with $heads heads, which two or four groups do not share evenly', (sizes) => {
  const { heads, featureDim } = sizes;
  const config = { featureDim, headCount: heads, layerCount: 2, ffnDim: 16, outHiddenSize: 8 };

  it.each([1, 7, 513, 1100])('equals the plain computation on %i tiles', async (tiles) => {
    const outlines = breastGptOutlines({ ...CONFIG, slide: config });
    const checkpoint = await randomCheckpoint(
      join(folder, `heads-${heads}`),
      outlines.filter(({ name }) => name.startsWith('slide.')),
    );
    const branch = await SlideBranch.open(config, checkpoint, opener(checkpoint));
    const features = numbers(tiles * featureDim);
    const weights = await readWeights(checkpoint);
    const states = plainLongNet(toMatrix(features, featureDim), weights, 2, heads);
    const expected = slideLevels(config).map(({ projector, layer }) =>
      dense(states[layer]!, weights, projector),
    );
    const found: number[][] = [];
    for await (const level of branch.levels({ features, tiles, contentHash: '' })) {
      found.push([...level]);
    }
    await branch.close();
    for (const [i, level] of expected.entries()) {
      expect(largestDifference(found[i]!, level.flat())).toBeLessThan(1e-4);
    }
  });
});

describe('a tower of six blocks with DeepStack after 1, 2 and 4, budgets of 5, 9 and 11', () => {
  const outlines = breastGptOutlines(CONFIG).filter(
    ({ name }) => name.startsWith('slide.') || name.startsWith('model.visual.'),
  );
  const grid = { height: 6, width: 8 };
  const patches = (): Float32Array => numbers(48 * 1536);
  const [first, second] = [patches(), patches()];
  const features = numbers(40 * 12);
  const source = { width: 128, height: 96, depth: 4 };
  const media: readonly PreparedMedium[] = [
    { type: 'image', image: { patches: first, grid, tokens: 12, pixelHash: 'image', source } },
    {
      type: 'volume',
      volume: { patches: [first, second], grid, tokens: 24, pixelHash: 'volume', source },
    },
    { type: 'slide', slide: { features, tiles: 40, contentHash: 'slide' } },
    { type: 'slide', slide: { features: numbers(12), tiles: 1, contentHash: 'tile' } },
  ];

  it.each(media)('keeps what the plain computation keeps of $type', async (medium) => {
    const checkpoint = await randomCheckpoint(join(folder, 'tower'), outlines);
    const open = opener(checkpoint);
    const encoder = new BreastGptEncoder(CONFIG, {
      vision: await open(buildVisionTower(CONFIG.qwen, checkpoint)),
      slide: await SlideBranch.open(CONFIG.slide, checkpoint, open),
      affinities: await AffinitySession.open(8, 'float32'),
    });
    const { kept, merged, deepstack } = await encoder.select(medium);
    await encoder.close();

    const levels = plainLevels(medium, await readWeights(checkpoint));
    const budget = CONFIG.media.tokenBudgets[medium.type];
    for (const [i, level] of levels.entries()) {
      const expected = plainCoverage(level, budget);
      expect([...kept[i]!]).toEqual(expected);
      const rows = expected.flatMap((row) => level[row]!);
      expect(largestDifference([merged, ...deepstack][i]!, rows)).toBeLessThan(1e-4);
    }
  });
});

function plainLevels(medium: PreparedMedium, weights: Weights): Matrix[] {
  if (medium.type === 'slide') {
    const states = plainLongNet(toMatrix(medium.slide.features, 12), weights, 3, 3);
    return slideLevels(CONFIG.slide).map(({ projector, layer }) =>
      dense(states[layer]!, weights, projector),
    );
  }
  const { grid } = medium.type === 'image' ? medium.image : medium.volume;
  const frames = medium.type === 'image' ? [medium.image.patches] : medium.volume.patches;
  const seen = frames.map((frame) =>
    plainVisionTower(toMatrix(frame, 1536), grid, weights, CONFIG.qwen.vision),
  );
  return seen[0]!.map((_, level) => seen.flatMap((frame) => frame[level]!));
}
