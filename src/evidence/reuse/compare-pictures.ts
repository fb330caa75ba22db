import { alignWindow } from './align.ts';
import { bandPass } from './band-pass.ts';
import { correlation, sampleWindow } from './correlation.ts';
import type { Pyramid } from './pyramid.ts';
import { type Raster, shrinkRaster } from './resample.ts';
import type { PictureWindow } from './window-average.ts';

/** Steps of alignment at each level. */
const iterations = [12, 8, 5, 3] as const;

/**
 * Correlations below which a look-alike is dropped at the two coarse levels. Copies reach .99
 * there; a whole picture may carry a drawing that costs some, a crop is one of many guesses.
 */
export const coarseGates = {
  whole: [0.8, 0.85],
  crop: [0.93, 0.95],
} as const;

/** Detail at 128 x 128 from which the finest level is worth a look: strangers stay below. */
const detailGate = 0.7;
/** Overall correlation that earns a look at the finest level whatever the detail. */
const correlationGate = 0.97;

/** Detail is compared in so many patches along each axis. */
const patchesAlong = 6;
/** A patch takes part when its detail varies by this many grey levels (of 255) in one of the pictures. */
const smallestDetail = 1;
/** With fewer patches than this the pictures are too smooth for a word about detail. */
const fewestPatches = 6;

/** Grids smaller than this have no detail to speak of. */
const smallestDetailSide = 48;

/** How alike two pictures are once they lie on each other. */
export interface PictureComparison {
  /** Zero-mean normalised cross-correlation over the overlap, -1 … 1. */
  readonly correlation: number;
  /** Median over patches of the correlation of fine detail; absent for smooth pictures and early refusals. */
  readonly detail?: number;
  /** Share of the smaller picture's area that was compared. */
  readonly overlap: number;
}

/**
 * Lays one picture on another, coarse to fine, and tells how alike they are.
 *
 * Overall correlation alone can't tell a copy from another patient in the same position: chest
 * radiographs of different people reach .96. Their fine detail (ribs' edges, vessels, trabeculae)
 * agrees nowhere, though, while a copy keeps it under compression, scaling, cropping and windowing.
 * The median over patches makes a burnt-in marker or a drawn box harmless.
 *
 * @param start Where in `image` the `template` is thought to lie.
 * @param gates See `coarseGates`.
 */
export function comparePictures(
  template: Pyramid,
  image: Pyramid,
  start: PictureWindow,
  gates: readonly number[] = coarseGates.whole,
): PictureComparison {
  const levels = Math.min(template.length, image.length);
  let window = start;
  for (let level = 0; ; level++) {
    const isFinest = level === levels - 1;
    const gate = isFinest ? undefined : gates[level];
    window = alignWindow(template[level]!, image[level]!, window, iterations[level]!);
    const aligned = layOn(template[level]!, image[level]!, window);
    const alike = correlation(aligned.first.values, aligned.second.values);
    const detail = gate === undefined ? patchDetail(aligned) : undefined;
    const isPromising =
      gate === undefined ? (detail ?? 0) >= detailGate || alike >= correlationGate : alike >= gate;
    if (isPromising && !isFinest) continue;
    const overlap = overlapOf(aligned.second, window);
    return { correlation: alike, ...(isFinest && detail !== undefined && { detail }), overlap };
  }
}

/** Two pictures on one grid; cells where the second has nothing are NaN. */
interface AlignedPictures {
  readonly first: Raster;
  readonly second: Raster;
}

/** The grid is the coarser of the two samplings, so that neither picture shows detail the other can't. */
function layOn(template: Raster, image: Raster, window: PictureWindow): AlignedPictures {
  const width = Math.min(template.width, Math.round(image.width * window.width));
  const height = Math.min(template.height, Math.round(image.height * window.height));
  return {
    first: shrinkRaster(template, width, height),
    second: sampleWindow(image, window, width, height),
  };
}

function overlapOf(seen: Raster, window: PictureWindow): number {
  let inside = 0;
  for (const value of seen.values) if (!Number.isNaN(value)) inside++;
  const smallerArea = Math.min(1, 1 / (window.width * window.height));
  return Math.min(1, inside / seen.values.length / smallerArea);
}

function patchDetail({ first, second }: AlignedPictures): number | undefined {
  if (Math.min(first.width, first.height) < smallestDetailSide) return undefined;
  const a = bandPass(first);
  const b = bandPass(second);
  const correlations: number[] = [];
  for (let patch = 0; patch < patchesAlong * patchesAlong; patch++) {
    const patchA = cutPatch(a, patch);
    const patchB = cutPatch(b, patch);
    if (Math.max(deviation(patchA), deviation(patchB)) < smallestDetail) continue;
    correlations.push(correlation(patchA, patchB));
  }
  if (correlations.length < fewestPatches) return undefined;
  return correlations.sort((x, y) => x - y)[correlations.length >> 1]!;
}

function cutPatch({ width, height, values }: Raster, patch: number): Float32Array {
  const column = patch % patchesAlong;
  const row = Math.floor(patch / patchesAlong);
  const left = Math.floor((column * width) / patchesAlong);
  const right = Math.floor(((column + 1) * width) / patchesAlong);
  const top = Math.floor((row * height) / patchesAlong);
  const bottom = Math.floor(((row + 1) * height) / patchesAlong);
  const cut = new Float32Array((right - left) * (bottom - top));
  for (let y = top; y < bottom; y++) {
    cut.set(values.subarray(y * width + left, y * width + right), (y - top) * (right - left));
  }
  return cut;
}

/** Standard deviation of the numbers in a patch; 0 where it is mostly outside. */
function deviation(patch: Float32Array): number {
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (const value of patch) {
    if (Number.isNaN(value)) continue;
    n++;
    sum += value;
    squares += value * value;
  }
  if (2 * n < patch.length) return 0;
  return Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2));
}
