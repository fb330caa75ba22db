import type { Progress } from '../../progress.ts';
import type { NullCalibration, ReusePair } from '../evidence.ts';
import { calibrateModalities, modalityOf } from './calibrate-modalities.ts';
import { cropWindows } from './crop-windows.ts';
import type { Medium } from './distinct-media.ts';
import { cropLookAlikes, type LookAlike, wholeLookAlikes } from './look-alikes.ts';
import {
  type FingerprintedMedia,
  type PictureSides,
  pictureSides,
  sameContent,
} from './picture-sides.ts';
import { PyramidStore } from './pyramid-store.ts';
import { inverseSymmetry } from './symmetry.ts';
import { type VerifiedLookAlike, verifyLookAlikes } from './verify-look-alikes.ts';

/** Look-alikes of one picture that are verified, best first. */
const partnersPerPicture = 8;
/** Window comparisons that the search for crops may cost: some four minutes. */
const mostWindowComparisons = 5e11;

/** How thoroughly crops are searched. */
export type CropSearch = 'all-symmetries' | 'upright' | 'none';

/** The widest search for crops that stays within the budget. */
export function affordableCropSearch(testPictures: number, trainPictures: number): CropSearch {
  const pairs = 2 * testPictures * trainPictures + testPictures * testPictures;
  const comparisons = pairs * cropWindows.length;
  if (comparisons * 8 <= mostWindowComparisons) return 'all-symmetries';
  return comparisons <= mostWindowComparisons ? 'upright' : 'none';
}

/** Options of `perceptualPairs`. */
export interface PerceptualOptions {
  readonly crops: CropSearch;
  readonly seed: number;
  readonly minimumNullPairs: number;
  readonly progress: Progress;
}

/** Finds and judges look-alikes train x test and within test, and calibrates their distances. */
export async function perceptualPairs(
  input: FingerprintedMedia,
  options: PerceptualOptions,
): Promise<{ readonly pairs: ReusePair[]; readonly calibration: NullCalibration[] }> {
  const { progress, crops } = options;
  const sides = pictureSides(input);
  const calibration = calibrateModalities(input, sides, options);
  const byModality = new Map(calibration.map((entry) => [entry.modality, entry]));
  const calibrationOf = (index: number): NullCalibration =>
    byModality.get(modalityOf(input.media[index]!))!;

  const searching = progress.start('Searching look-alikes');
  const radiusOf = (index: number): number => calibrationOf(index).searchRadiusBits ?? 0;
  const lookAlikes = await searchBothScopes(input.media, sides, { crops, radiusOf });
  searching.done();

  const comparing = progress.start('Comparing look-alikes', lookAlikes.length);
  const judged = await verifyLookAlikes(lookAlikes, new PyramidStore(input.media), comparing);
  comparing.done();
  const pairs = judged.flatMap((found) => toPairs(found, input, calibrationOf(found.first)));
  return { pairs, calibration };
}

async function searchBothScopes(
  media: readonly Medium[],
  { open, test, train }: PictureSides,
  options: { readonly crops: CropSearch; readonly radiusOf: (index: number) => number },
): Promise<LookAlike[]> {
  const { crops, radiusOf } = options;
  const found: LookAlike[] = [];
  for (const scope of ['train-test', 'within-test'] as const) {
    const first = scope === 'train-test' ? open : test;
    const second = scope === 'train-test' ? train : test;
    found.push(
      ...(await wholeLookAlikes(first, second, {
        scope,
        radiusOf: (position) => radiusOf(first.media[position]!),
        partnersPerPicture,
      })),
    );
    if (crops === 'none') continue;
    found.push(...(await cropLookAlikes(first, second, { scope, upright: crops === 'upright' })));
  }
  return found.map((pair) => inPathOrder(pair, media));
}

/** Within test the path that sorts first comes first. */
function inPathOrder(pair: LookAlike, media: readonly Medium[]): LookAlike {
  if (pair.scope === 'train-test' || media[pair.first]!.path < media[pair.second]!.path) {
    return pair;
  }
  return {
    ...pair,
    first: pair.second,
    second: pair.first,
    symmetry: inverseSymmetry(pair.symmetry),
    laid: pair.laid === 'first' ? 'second' : 'first',
  };
}

/**
 * One pair for each test medium that holds the same. A look-alike that was only thought to be a
 * crop, and is not, is not told: chance makes thousands of them.
 */
function toPairs(
  found: VerifiedLookAlike,
  input: FingerprintedMedia,
  calibration: NullCalibration,
): ReusePair[] {
  const { scope, verdict, hashDistanceBits, symmetry, correlation, detail, overlap } = found;
  if (verdict === 'refuted' && hashDistanceBits === undefined) return [];
  const isCross = scope === 'train-test';
  const firsts = isCross ? sameContent(input, found.first, 'test') : [found.first];
  const copies = isCross ? sameContent(input, found.second, 'train').length : 1;
  const expected =
    hashDistanceBits === undefined ? undefined : calibration.expectedFalsePairs[hashDistanceBits];
  return firsts.map((index) => {
    const { path, kind, modality } = input.media[index]!;
    return {
      ...{ first: path, second: input.media[found.second]!.path, scope, verdict },
      ...{ layer: 'perceptual', kind, symmetry },
      ...(modality !== undefined && { modality }),
      ...(hashDistanceBits !== undefined && { hashDistanceBits }),
      correlation: roundScore(correlation),
      ...(detail !== undefined && { detail: roundScore(detail) }),
      overlap: roundScore(overlap),
      ...(expected !== undefined && { expectedFalsePairs: expected }),
      ...(copies > 1 && { copies }),
    };
  });
}

/** Scores made from pixels are told to four decimals, so that small differences between machines don't show. */
function roundScore(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
