import { readTileFeatures, type TileFeatures } from '../media/tile-features.ts';
import { createRandom } from '../statistics/index.ts';
import { meanOf } from './mean-of.ts';

/**
 * As many tiles, every number of every tile the one mean over all of them.
 *
 * Not the mean tile: that is a slide embedding, which plain classifiers tell diagnoses from
 * ("embedding + mean" of Ilse et al. 2018, arXiv:1802.04712), so a model shown it would not be blind.
 *
 * @throws {AuditError} for features that can not be read.
 */
export async function blankFeatures(file: string): Promise<TileFeatures> {
  const { features, tiles } = await readTileFeatures(file);
  return { features: new Float32Array(features.length).fill(meanOf(features)), tiles };
}

/**
 * As many tiles of numbers drawn uniformly around the slide's mean, as wide as gives them its
 * standard deviation. Those two numbers, over all tiles and features together, are all they share
 * with it; the smallest and largest would do, but one outlier would then set the size of all.
 *
 * @throws {AuditError} for features that can not be read.
 */
export async function noiseFeatures(file: string, seed: number): Promise<TileFeatures> {
  const { features, tiles } = await readTileFeatures(file);
  const mean = meanOf(features);
  const variance = meanOf(features.map((value) => (value - mean) * (value - mean)));
  // A uniform distribution over [-h, h] has the variance h^2 / 3.
  const halfWidth = Math.sqrt(3 * variance);
  const random = createRandom(seed);
  const drawn = features.map(() => mean + halfWidth * (2 * random.nextFloat() - 1));
  return { features: drawn, tiles };
}
