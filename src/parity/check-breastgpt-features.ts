import { selectCoverage } from '../model/breastgpt/coverage-selector.ts';
import type { PreparedMedium } from '../model/breastgpt/prompt.ts';
import { AffinitySession } from '../runtime/encoder/affinity-session.ts';
import type { BreastGptEncoder } from '../runtime/encoder/breastgpt-encoder.ts';
import { joined } from '../runtime/encoder/encoded-prompt.ts';
import { levelName } from './breastgpt-reference.ts';
import type { PreparedBreastGptCase } from './check-breastgpt-inputs.ts';
import { exactStage, largestDifference, numericStage, type ParityStage } from './stage.ts';

/** The tolerance the vectors were published with: float32 on both sides. */
const TOLERANCE = 2e-4;

/**
 * Compares the features of whole media, before the selector picks among them, and the authors'
 * own bfloat16 selection of them.
 *
 * @param hiddenSize width of the features.
 */
export async function checkBreastGptFeatures(
  encoder: BreastGptEncoder,
  cases: readonly PreparedBreastGptCase[],
  hiddenSize: number,
): Promise<readonly ParityStage[]> {
  const errors = { image: [] as number[], volume: [] as number[], slide: [] as number[] };
  for (const { reference, prepared } of cases) {
    for (const type of ['image', 'volume'] as const) {
      const expected = reference.features[type];
      if (expected.length === 0) continue;
      const media = prepared.media.filter((medium) => medium.type === type);
      const found = await allLevels(encoder, media);
      errors[type].push(...expected.map((level, i) => largestDifference(found[i]!, level)));
    }
    if (reference.tiles === undefined) continue;
    const { rows, levels } = reference.tiles;
    const slides = prepared.media.filter((medium) => medium.type === 'slide');
    const found = await allLevels(encoder, slides, rows);
    errors.slide.push(...levels.map((level, i) => largestDifference(found[i]!, level)));
  }
  const stage = (name: string, found: readonly number[]): ParityStage =>
    numericStage(name, `${found.length} tensors`, Math.max(...found), TOLERANCE);
  return [
    stage('image features before selection', errors.image),
    stage('volume features before selection', errors.volume),
    stage('slide features (LongNet, projected)', errors.slide),
    await bfloat16Stage(cases, hiddenSize),
  ];
}

/**
 * Whether the emulated bfloat16 keeps what the authors' own keeps, given the reference's features:
 * on features of our own, one last bit can tip a rounding.
 */
async function bfloat16Stage(
  cases: readonly PreparedBreastGptCase[],
  hiddenSize: number,
): Promise<ParityStage> {
  const affinities = await AffinitySession.open(hiddenSize, 'bfloat16');
  let selections = 0;
  let differing = 0;
  for (const { reference, prepared } of cases) {
    const [medium, ...others] = prepared.media;
    if (medium === undefined || medium.type === 'slide' || others.length > 0) continue;
    const name = medium.type === 'image' ? 'image0' : 'video0';
    for (const [level, features] of reference.features[medium.type].entries()) {
      const expected = reference.keptInBfloat16.get(`${name}.${levelName(level)}`);
      if (expected === undefined) continue;
      const kept = await selectCoverage(affinities.matrix(features), expected.length, {
        precision: 'bfloat16',
      });
      selections += 1;
      if (largestDifference(kept.toSorted(), expected) !== 0) differing += 1;
    }
  }
  await affinities.close();
  return exactStage(
    'kept tokens in bfloat16, of the reference’s features',
    `${selections} selections`,
    differing,
  );
}

/** The levels of media of one kind, joined; of slides only some rows. */
async function allLevels(
  encoder: BreastGptEncoder,
  media: readonly PreparedMedium[],
  rows?: Int32Array,
): Promise<Float32Array[]> {
  const byLevel: Float32Array[][] = [];
  for (const medium of media) {
    let level = 0;
    for await (const features of encoder.levels(medium)) {
      byLevel[level] ??= [];
      byLevel[level]!.push(rows === undefined ? features : picked(features, rows, medium));
      level += 1;
    }
  }
  return byLevel.map(joined);
}

function picked(features: Float32Array, rows: Int32Array, medium: PreparedMedium): Float32Array {
  const tiles = medium.type === 'slide' ? medium.slide.tiles : 1;
  const width = features.length / tiles;
  return joined([...rows].map((row) => features.slice(row * width, (row + 1) * width)));
}
