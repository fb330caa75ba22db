import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { parse } from 'node:path';
import { AuditError } from '../errors.ts';
import { openTileEncoder, type TileEncoder } from '../model/conch/open-encoder.ts';
import type { Progress } from '../progress.ts';
import { TileSession } from '../runtime/tile-session.ts';
import { encodeTiles } from './encode-tiles.ts';
import { encoderStatus } from './encoder-record.ts';
import {
  type FeatureFacts,
  type FeatureMark,
  type TileCorners,
  writeFeatureFile,
} from './feature-file.ts';
import { nominalMagnification } from './microns-per-pixel.ts';
import { PartFile } from './part-file.ts';
import { openSlide, requireMicrons, type SlideImage } from './slide-image.ts';
import { tileEncoderMark } from './tile-encoder-mark.ts';
import { cutAt20x, TARGET_MAGNIFICATION, type TileCut, tissueTiles } from './tile-grid.ts';
import { findTissue } from './tissue-mask.ts';

/** How a slide is encoded. */
export interface EncodeSlideOptions {
  /** The safetensors of CONCH v1.5, or the folder they lie in. */
  readonly encoder: string;
  /** Where the HDF5 file goes; it must not be there yet. */
  readonly out: string;
  /** Microns a pixel; wins over what the slide says. */
  readonly mpp?: number;
  /** Share of a tile that must be tissue; default 0.1. */
  readonly leastTissue?: number;
  /** Tiles at once; default 1, which is as fast on few cores. */
  readonly batchSize?: number;
  /** Threads inside one operation; default one per core. */
  readonly threads?: number;
  /** Where hashes and records of checks are kept. */
  readonly cacheFolder: string;
  readonly progress: Progress;
  /** Stops after the batch under way; the same call goes on from there. */
  readonly signal?: AbortSignal | undefined;
  /** Called once the tiles are known. */
  readonly onStart?: (plan: EncodingPlan) => void;
}

/** What will be done. */
export interface EncodingPlan {
  readonly tiles: number;
  /** Found in the part file. */
  readonly tilesDone: number;
  readonly micronsPerPixel: number;
  /** What people call that scale: 40. */
  readonly magnification: number;
  /** Side of a tile in pixels of the finest level. */
  readonly sideLevel0Px: number;
  /** Saturation, of 255, above which a pixel counted as tissue. */
  readonly tissueThreshold: number;
}

/** What was done. */
export interface EncodedSlide extends EncodingPlan {
  readonly slide: string;
  readonly out: string;
  readonly finish: 'done' | 'interrupted';
  readonly encoder: FeatureMark;
  readonly status: 'unverified' | 'verified';
}

const LEAST_TISSUE = 0.1;

/** A slide and an encoder, ready to go. */
interface EncodingJob {
  readonly slide: SlideImage;
  readonly encoder: TileEncoder;
  readonly mark: FeatureMark;
  readonly cut: TileCut;
  readonly corners: TileCorners;
  readonly facts: Omit<EncodingPlan, 'tilesDone'>;
}

/**
 * Encodes the tissue of a slide: tiles of 512 px at 20x without overlap, each to the features of
 * CONCH v1.5, written in the layout of Trident with a mark that says who made them.
 *
 * Features computed so far lie beside the output (`<out>.part`) until it is whole; the same call
 * goes on from them, and drops them if slide, encoder, build or settings are others.
 *
 * @throws {AuditError} for a slide or encoder that can not be used, an output that is there
 *   already, and a slide without tissue.
 */
export async function encodeSlide(
  path: string,
  options: EncodeSlideOptions,
): Promise<EncodedSlide> {
  const { out, cacheFolder } = options;
  await requireAbsent(out);
  const job = await prepare(path, options);
  const { mark, corners, facts, encoder } = job;
  const part = await PartFile.open(`${out}.part`, await keyOf(job), encoder.config.featureDim);
  try {
    options.onStart?.({ ...facts, tilesDone: part.rows });
    await encodeRest(job, part, options);
    const tilesDone = part.rows;
    const finish = tilesDone === corners.length ? 'done' : 'interrupted';
    const status = await encoderStatus(mark, cacheFolder);
    if (finish === 'done') {
      await writeFeatureFile(out, await part.read(), corners, { ...factsOf(job), status });
      await part.remove();
    }
    return { slide: path, out, finish, ...facts, tilesDone, encoder: mark, status };
  } finally {
    await part.close();
  }
}

async function requireAbsent(out: string): Promise<void> {
  const there = await stat(out).catch(() => undefined);
  if (there === undefined) return;
  throw new AuditError({
    code: 'output-exists',
    location: out,
    problem: 'is there already',
    remedy: 'remove it, or name another file with --out',
  });
}

async function prepare(path: string, options: EncodeSlideOptions): Promise<EncodingJob> {
  const slide = await openSlide(path);
  const microns = requireMicrons(slide, options.mpp);
  const cut = cutAt20x(slide, microns);
  const encoder = await openTileEncoder(options.encoder, options.cacheFolder);
  const mask = await findTissue(slide, microns);
  const { leastTissue = LEAST_TISSUE } = options;
  const corners = tissueTiles(slide, mask, cut.sideLevel0Px, leastTissue);
  if (corners.length === 0) {
    throw new AuditError({
      code: 'slide-without-tissue',
      location: path,
      problem: `has no tile of which ${Math.round(100 * leastTissue)}% is tissue (saturation above ${mask.threshold} of 255)`,
      remedy: 'if it is not blank, lower --least-tissue',
    });
  }
  const facts = {
    tiles: corners.length,
    micronsPerPixel: microns,
    magnification: nominalMagnification(microns),
    sideLevel0Px: cut.sideLevel0Px,
    tissueThreshold: mask.threshold,
  };
  return { slide, encoder, mark: await tileEncoderMark(encoder), cut, corners, facts };
}

/** Encodes the tiles that the part file lacks. */
async function encodeRest(
  { slide, encoder, cut, corners }: EncodingJob,
  part: PartFile,
  { threads, batchSize = 1, signal, progress }: EncodeSlideOptions,
): Promise<void> {
  const left = corners.slice(part.rows);
  if (left.length === 0) return;
  const session = await TileSession.open(encoder, threads);
  try {
    const task = progress.start('Encoding tiles', left.length);
    const { patchSize } = encoder.config;
    const settings = { session, patchSize, batchSize, task, signal };
    for await (const features of encodeTiles(slide, cut, left, settings)) {
      await part.append(features);
    }
    task.done();
  } finally {
    await session.close();
  }
}

/** Hash of all that decides the features: slide, encoder, build, where tiles lie. */
async function keyOf({ slide, mark, cut, corners }: EncodingJob): Promise<string> {
  const { size, mtimeMs } = await stat(slide.path);
  const content = JSON.stringify([size, mtimeMs, mark, cut, corners]);
  return createHash('sha256').update(content).digest('hex');
}

function factsOf({ slide, mark, cut, facts }: EncodingJob): Omit<FeatureFacts, 'status'> {
  return {
    mark,
    name: parse(slide.path).name,
    tilePx: cut.tilePx,
    sideLevel0Px: cut.sideLevel0Px,
    magnification: facts.magnification,
    targetMagnification: TARGET_MAGNIFICATION,
    widthPx: slide.widthPx,
    heightPx: slide.heightPx,
  };
}
