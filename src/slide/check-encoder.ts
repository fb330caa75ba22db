import { basename } from 'node:path';
import { AuditError } from '../errors.ts';
import { openTileEncoder, type TileEncoder } from '../model/conch/open-encoder.ts';
import type { Progress } from '../progress.ts';
import { TileSession } from '../runtime/tile-session.ts';
import {
  compareFeatures,
  compareVariation,
  type FeatureDifference,
  type VariationMatch,
} from './compare-features.ts';
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
  /** Over all tiles; undefined if they were not all compared. */
  readonly variation?: VariationMatch;
  readonly tolerance: typeof TOLERANCE;
  /** Where the record was written, if it was. */
  readonly record?: string;
}

/**
 * What features may be off by: each tile, and what tells tiles apart.
 *
 * Trident computes CONCH v1.5 in half precision (autocast), ours is float32. Rounding every
 * product and activation of random weights to float16 moved a tile by a relative 0.0003 (full
 * size) to 0.0012 (small); trained weights have larger activations, so more is allowed.
 */
export const TOLERANCE = {
  smallestCosine: 0.9998,
  largestRelativeError: 0.02,
  largestUnexplained: 0.01,
  /** Below it tiles are too much alike for the figures above to tell encoders apart. */
  smallestSpread: 0.1,
} as const;

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
  const { cacheFolder, published } = options;
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
  const { featureDim } = encoder.config;
  const corners = chosen.map((index) => file.corners[index]!);
  const features = await encodeAgain(slide, encoder, { ...file, corners }, options);
  const reference = rowsOf(file.features, chosen, featureDim);
  const tiles = corners.slice(0, features.length / featureDim).map(([x, y], i): ComparedTile => {
    const row = (all: Float32Array) => all.subarray(i * featureDim, (i + 1) * featureDim);
    return { x, y, ...compareFeatures(row(features), row(reference)) };
  });
  if (tiles.length < chosen.length) return { ...facts, verdict: 'interrupted', tiles };
  const variation = compareVariation(features, reference, featureDim);
  const verdict = verdictOf(tiles, variation);
  if (verdict === 'inconclusive') {
    const reason = `the tiles are too much alike to tell encoders apart (spread ${variation.spread.toPrecision(2)}); give another slide`;
    return { ...facts, verdict, reason, tiles, variation };
  }
  const { unexplained } = variation;
  const counted = { slide: basename(path), tiles: tiles.length, ...worstOf(tiles), unexplained };
  const passed = verdict === 'pass';
  const record = await keepEncoderRecord({ ...mark, ...counted, passed }, cacheFolder);
  return { ...facts, verdict, tiles, variation, record };
}

/** @returns f32[tiles, featureDim]; fewer tiles if it was interrupted. */
async function encodeAgain(
  slide: SlideImage,
  encoder: TileEncoder,
  { tilePx, sideLevel0Px, corners }: Pick<FeatureFile, 'tilePx' | 'sideLevel0Px' | 'corners'>,
  { threads, progress, signal }: CheckEncoderOptions,
): Promise<Float32Array> {
  const { featureDim, patchSize } = encoder.config;
  const all = new Float32Array(corners.length * featureDim);
  let done = 0;
  const session = await TileSession.open(encoder, threads);
  try {
    const task = progress.start('Comparing tiles', corners.length);
    const settings = { session, patchSize, batchSize: 1, task, signal };
    const cut = cutTiles(slide, tilePx, sideLevel0Px);
    for await (const features of encodeTiles(slide, cut, corners, settings)) {
      all.set(features, done);
      done += features.length;
    }
    task.done();
  } finally {
    await session.close();
  }
  return all.subarray(0, done);
}

function rowsOf(features: Float32Array, rows: readonly number[], width: number): Float32Array {
  const taken = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) {
    taken.set(features.subarray(row * width, (row + 1) * width), i * width);
  }
  return taken;
}

function verdictOf(
  tiles: readonly ComparedTile[],
  { spread, unexplained }: VariationMatch,
): 'pass' | 'fail' | 'inconclusive' {
  if (!tiles.every(isWithin)) return 'fail';
  if (spread < TOLERANCE.smallestSpread) return 'inconclusive';
  return unexplained <= TOLERANCE.largestUnexplained ? 'pass' : 'fail';
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
