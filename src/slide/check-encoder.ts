import { basename } from 'node:path';
import { AuditError } from '../errors.ts';
import { openTileEncoder } from '../model/conch/open-encoder.ts';
import type { Progress } from '../progress.ts';
import { TileSession } from '../runtime/tile-session.ts';
import { compareFeatures, type FeatureDifference } from './compare-features.ts';
import { encodeTiles } from './encode-tiles.ts';
import { keepEncoderRecord } from './encoder-record.ts';
import { type FeatureFile, type FeatureMark, readFeatureFile, readMark } from './feature-file.ts';
import { openSlide, type SlideImage } from './slide-image.ts';
import { tileEncoderMark } from './tile-encoder-mark.ts';
import { cutTiles } from './tile-grid.ts';

/** How an encoder is checked. */
export interface CheckEncoderOptions {
  /** The safetensors of CONCH v1.5, or the folder they lie in. */
  readonly encoder: string;
  /** Features of the same slide, made by Trident. */
  readonly published: string;
  /** How many tiles are compared, spread evenly over the file; default 32. */
  readonly tiles?: number;
  /** Threads inside one operation; default one per core. */
  readonly threads?: number;
  readonly cacheFolder: string;
  readonly progress: Progress;
  readonly signal?: AbortSignal | undefined;
}

/** A tile and how far it is off. */
export interface ComparedTile extends FeatureDifference {
  /** Upper left corner, in pixels of the finest level. */
  readonly x: number;
  readonly y: number;
}

/** How a check came out. */
export interface EncoderCheck {
  readonly slide: string;
  readonly published: string;
  readonly encoder: FeatureMark;
  readonly verdict: 'pass' | 'fail' | 'inconclusive' | 'interrupted';
  /** Why it is inconclusive. */
  readonly reason?: string;
  readonly tiles: readonly ComparedTile[];
  readonly tolerance: typeof TOLERANCE;
  /** Where the record was written, if it was. */
  readonly record?: string;
}

/**
 * What one tile may be off by. Trident computes CONCH v1.5 in half precision (autocast), ours is
 * float32: rounding every product and activation to float16 moved the features of random weights
 * by a relative 0.0003 (full size) to 0.0012 (small). Trained weights have larger activations, so
 * twenty times that is allowed. Another picture, scale or weight moves them by 0.1 and more.
 */
export const TOLERANCE = { smallestCosine: 0.9998, largestRelativeError: 0.02 } as const;

const LEAST_TILES = 8;
const TILES = 32;
/** How Trident names CONCH v1.5. */
const ENCODER_NAMES = ['conch_v15'];

/**
 * Encodes tiles of a slide again at the corners of published features and compares. If it passes
 * or fails a record is kept, and from then on features of this encoder in this build read so.
 *
 * @throws {AuditError} if it can not be run: files that can not be read, features of another
 *   encoder, or of our own, which prove nothing.
 */
export async function checkEncoder(
  path: string,
  options: CheckEncoderOptions,
): Promise<EncoderCheck> {
  const { cacheFolder, published, progress, signal, threads } = options;
  const slide = await openSlide(path);
  const encoder = await openTileEncoder(options.encoder, cacheFolder);
  const mark = await tileEncoderMark(encoder);
  const file = await readPublished(published, encoder.config.featureDim);
  const chosen = chooseTiles(slide, file, options.tiles ?? TILES);
  const facts = { slide: path, published, encoder: mark, tolerance: TOLERANCE };
  if (chosen.length < LEAST_TILES) {
    const reason = `${chosen.length} tiles of ${published} lie on this slide; ${LEAST_TILES} are needed`;
    return { ...facts, verdict: 'inconclusive', reason, tiles: [] };
  }
  const { featureDim, patchSize } = encoder.config;
  const cut = cutTiles(slide, file.tilePx, file.sideLevel0Px);
  const corners = chosen.map((index) => file.corners[index]!);
  const tiles: ComparedTile[] = [];
  const session = await TileSession.open(encoder, threads);
  try {
    const task = progress.start('Comparing tiles', chosen.length);
    const settings = { session, patchSize, batchSize: 1, task, signal };
    for await (const features of encodeTiles(slide, cut, corners, settings)) {
      const row = chosen[tiles.length]! * featureDim;
      const reference = file.features.subarray(row, row + featureDim);
      const [x, y] = corners[tiles.length]!;
      tiles.push({ x, y, ...compareFeatures(features, reference) });
    }
    task.done();
  } finally {
    await session.close();
  }
  if (tiles.length < chosen.length) return { ...facts, verdict: 'interrupted', tiles };
  const passed = tiles.every(isWithin);
  const record = await keepEncoderRecord(
    { ...mark, slide: basename(path), ...worstOf(tiles), tiles: tiles.length, passed },
    cacheFolder,
  );
  return { ...facts, verdict: passed ? 'pass' : 'fail', tiles, record };
}

/** Whether a tile is as near as it must be. NaN is not. */
export function isWithin({ cosine, relativeError }: FeatureDifference): boolean {
  return cosine >= TOLERANCE.smallestCosine && relativeError <= TOLERANCE.largestRelativeError;
}

/** The worst of all tiles, figure by figure. */
export function worstOf(tiles: readonly FeatureDifference[]): {
  readonly smallestCosine: number;
  readonly largestRelativeError: number;
  readonly largestError: number;
} {
  return {
    smallestCosine: Math.min(...tiles.map(({ cosine }) => cosine)),
    largestRelativeError: Math.max(...tiles.map(({ relativeError }) => relativeError)),
    largestError: Math.max(...tiles.map(({ largestError }) => largestError)),
  };
}

async function readPublished(path: string, featureDim: number): Promise<FeatureFile> {
  const { mark } = await readMark(path);
  const file = await readFeatureFile(path, featureDim);
  const { encoder } = file;
  if (mark !== undefined || (encoder !== undefined && !ENCODER_NAMES.includes(encoder))) {
    throw new AuditError({
      code: 'features-not-published',
      location: path,
      problem: mark === undefined ? `was made with ${encoder}` : 'was made by Touchstone itself',
      remedy: 'give features of CONCH v1.5 that Trident made',
    });
  }
  return file;
}

/** Places in the file, evenly spread over the tiles that lie wholly on the slide. */
function chooseTiles(
  slide: SlideImage,
  { corners, sideLevel0Px }: FeatureFile,
  wanted: number,
): readonly number[] {
  const inside = corners.flatMap(([x, y], index) => {
    const fits =
      x >= 0 && y >= 0 && x + sideLevel0Px <= slide.widthPx && y + sideLevel0Px <= slide.heightPx;
    return fits ? [index] : [];
  });
  const count = Math.min(wanted, inside.length);
  return Array.from({ length: count }, (_, i) => inside[Math.floor((i * inside.length) / count)]!);
}
