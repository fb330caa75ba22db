import type { Symmetry } from '../evidence.ts';
import { contentBox } from './content-box.ts';
import type { GreyImage } from './grey-image.ts';
import { percentileBounds } from './percentile-bounds.ts';
import { areaResample, type Raster, shrinkRaster } from './resample.ts';
import { applySymmetry } from './symmetry.ts';

/** Sides of the levels, coarse to fine. */
export const levelSides = [32, 64, 128, 256] as const;

/**
 * A picture ready for comparison: frame dropped, clipped to its 1st and 99th percentile, on square
 * grids from 32 x 32 up to 256 x 256 or its own size, whichever is less. Squares let a picture be
 * compared with a copy of other proportions.
 */
export type Pyramid = readonly Raster[];

/** Builds a picture's levels. */
export function buildPyramid(image: GreyImage): Pyramid {
  const box = contentBox(image);
  const longest = Math.max(box.right - box.left, box.bottom - box.top);
  const sides = levelSides.filter((side) => side === levelSides[0] || side <= longest);
  const finest = sides.at(-1)!;
  const top = areaResample(image, box, finest, finest);
  const histogram = new Uint32Array(256);
  for (const level of image.pixels) histogram[level]!++;
  const { low, high } = percentileBounds(histogram, image.pixels.length);
  const scale = 255 / Math.max(1, high - low);
  for (let i = 0; i < top.values.length; i++) {
    top.values[i] = Math.min(255, Math.max(0, (top.values[i]! - low) * scale));
  }
  return sides.map((side) => shrinkRaster(top, side, side));
}

/** Applies a symmetry to every level. */
export function turnPyramid(pyramid: Pyramid, symmetry: Symmetry): Pyramid {
  if (symmetry === 'identity') return pyramid;
  return pyramid.map((level) => applySymmetry(level, symmetry));
}
