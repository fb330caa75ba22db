import type { Symmetry } from '../evidence.ts';
import { clippedContent } from './clipped-content.ts';
import type { GreyImage } from './grey-image.ts';
import { type Raster, shrinkRaster } from './resample.ts';
import { applySymmetry } from './symmetry.ts';

/** Sides of the levels, coarse to fine. */
const levelSides = [32, 64, 128, 256] as const;

/**
 * A picture ready for comparison: frame dropped, clipped to its 1st and 99th percentile, on square
 * grids from 32 x 32 up to 256 x 256 or its own size, whichever is less. Squares let a picture be
 * compared with a copy of other proportions.
 */
export type Pyramid = readonly Raster[];

/** Builds a picture's levels. */
export function buildPyramid(image: GreyImage): Pyramid {
  const { raster } = clippedContent(image, (longerSidePx) => {
    return levelSides.findLast((side) => side <= longerSidePx) ?? levelSides[0];
  });
  return levelSides
    .filter((side) => side <= raster.width)
    .map((side) => shrinkRaster(raster, side, side));
}

/** Applies a symmetry to every level. */
export function turnPyramid(pyramid: Pyramid, symmetry: Symmetry): Pyramid {
  if (symmetry === 'identity') return pyramid;
  return pyramid.map((level) => applySymmetry(level, symmetry));
}
