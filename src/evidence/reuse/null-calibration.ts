import { createRandom } from '../../statistics/create-random.ts';
import type { NullCalibration } from '../evidence.ts';
import { hashOffset, hashWords } from './fingerprint-picture.ts';
import { nearestSymmetry } from './hamming-search.ts';
import type { PictureIndex } from './picture-index.ts';

/** Distances for which expected false pairs are told. */
const reportedDistances = 17;
/** Draws per wanted pair before giving up on finding more pairs of different patients. */
const patience = 20;

/** A picture of the modality that is calibrated. */
export interface NullPicture {
  /** Its position in the index. */
  readonly at: number;
  readonly patients: readonly string[];
  /** Pictures of equal content count once: their pairs are proven, not chance. */
  readonly content: string;
}

/** Options of `calibrate`. */
export interface CalibrationOptions {
  readonly modality: string;
  /** Pairs that the search compares in this modality. */
  readonly searchedPairs: number;
  /** Pictures of the train side, which each test picture is compared with. */
  readonly partners: number;
  readonly seed: number;
  /** Most pairs measured. */
  readonly mostPairs: number;
  /** Fewest pairs that make a calibration. */
  readonly fewestPairs: number;
  /** Radius when nothing is calibrated, and the largest one used. */
  readonly radiusBits: number;
  /** Chance neighbours of one picture that the radius may let through. */
  readonly chanceNeighbours: number;
}

/**
 * How alike unrelated pictures of one modality look: pHash distances, smallest over the eight
 * symmetries, between pictures of different patients. All such pairs are measured when there are
 * few, else a seeded sample.
 *
 * The expected number of false pairs at distance t is `searchedPairs * F0(t)`, where F0 is never
 * taken below one null pair: a sample can't promise less than its own resolution. The threshold is
 * the largest distance at which at most one false pair is expected. The search radius is a
 * different thing: candidates inside it are verified by their pixels, so it is as wide as the
 * number of chance neighbours allows.
 *
 * Source: the E-value of BLAST (Karlin & Altschul 1990, doi:10.1073/pnas.87.6.2264), with an
 * empirical null in place of a theoretical one.
 */
export function calibrate(
  index: PictureIndex,
  pictures: readonly NullPicture[],
  options: CalibrationOptions,
): NullCalibration {
  const { modality, searchedPairs } = options;
  const known = pictures.filter((picture) => picture.patients.length > 0);
  const { counts, exhaustive } = nullDistances(index, known, options);
  const nullPairs = counts.reduce((sum, count) => sum + count, 0);
  const shared = { modality, nullPairs, searchedPairs, distanceCounts: counts };
  if (nullPairs < options.fewestPairs) {
    return {
      ...shared,
      status: 'not-calibrated',
      reason: `${nullPairs} pairs of different patients, ${options.fewestPairs} needed`,
      thresholdBits: -1,
      expectedFalsePairs: [],
      searchRadiusBits: options.radiusBits,
    };
  }
  const share = cumulativeShares(counts, nullPairs);
  const expected = share.map((at) => searchedPairs * at);
  return {
    ...shared,
    status: 'calibrated',
    reason: exhaustive ? 'all pairs of different patients' : 'sampled pairs of different patients',
    thresholdBits: largestWithin(expected, 1, 64),
    expectedFalsePairs: expected.slice(0, reportedDistances),
    searchRadiusBits: Math.max(
      0,
      largestWithin(
        share.map((at) => at * options.partners),
        options.chanceNeighbours,
        options.radiusBits,
      ),
    ),
  };
}

/** Share of null pairs at each distance or closer, at least one pair's worth. */
function cumulativeShares(counts: readonly number[], total: number): number[] {
  let seen = 0;
  return counts.map((count) => {
    seen += count;
    return Math.max(1, seen) / total;
  });
}

/** Largest index up to `last` whose value is within a limit; -1 when none is. The values never fall. */
function largestWithin(values: readonly number[], limit: number, last: number): number {
  let found = -1;
  for (let i = 0; i <= last && values[i]! <= limit; i++) found = i;
  return found;
}

function nullDistances(
  index: PictureIndex,
  pictures: readonly NullPicture[],
  { mostPairs, seed }: CalibrationOptions,
): { counts: number[]; exhaustive: boolean } {
  const counts = new Array<number>(65).fill(0);
  const measure = (a: NullPicture, b: NullPicture): boolean => {
    if (a.content === b.content || a.patients.some((id) => b.patients.includes(id))) return false;
    counts[distance(index, a.at, b.at)]!++;
    return true;
  };
  const exhaustive = (pictures.length * (pictures.length - 1)) / 2 <= mostPairs;
  if (exhaustive) {
    pictures.forEach((a, i) => {
      for (let j = i + 1; j < pictures.length; j++) measure(a, pictures[j]!);
    });
    return { counts, exhaustive };
  }
  const random = createRandom(seed);
  const draw = (): NullPicture => pictures[random.nextBelow(pictures.length)]!;
  let measured = 0;
  for (let i = 0; i < patience * mostPairs && measured < mostPairs; i++) {
    if (measure(draw(), draw())) measured++;
  }
  return { counts, exhaustive };
}

function distance({ hashes }: PictureIndex, a: number, b: number): number {
  const start = (at: number): number => at * hashWords + hashOffset.pHash;
  return nearestSymmetry(hashes, start(a), hashes, start(b)).distanceBits;
}
