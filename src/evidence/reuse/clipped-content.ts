import { contentBox } from './content-box.ts';
import type { GreyImage } from './grey-image.ts';
import { percentileBounds } from './percentile-bounds.ts';
import { areaResample, type Raster } from './resample.ts';

/** Percentiles are taken over about so many pixels: more would not move them. */
const sampledPixels = 65_536;

/** A picture's content on a square grid, clipped to its 1st and 99th percentile and stretched to 0 … 255. */
export interface ClippedContent {
  readonly raster: Raster;
  /** Grey levels between the two percentiles, before stretching. */
  readonly range: number;
}

/**
 * Frame dropped, averaged to a square grid, windowed by percentiles: what hashes and comparisons
 * look at.
 *
 * @param sideOf The grid's side, given the content's longer side in pixels.
 */
export function clippedContent(
  image: GreyImage,
  sideOf: (longerSidePx: number) => number,
): ClippedContent {
  const { histogram, total } = levelHistogram(image.pixels);
  const bounds = percentileBounds(histogram, total);
  const box = contentBox(image, bounds);
  const side = sideOf(Math.max(box.right - box.left, box.bottom - box.top));
  const raster = areaResample(image, box, side, side);
  const range = bounds.high - bounds.low;
  const scale = 255 / Math.max(1, range);
  for (let i = 0; i < raster.values.length; i++) {
    raster.values[i] = Math.min(255, Math.max(0, (raster.values[i]! - bounds.low) * scale));
  }
  return { raster, range };
}

/**
 * Counts evenly spaced pixels by level; by index, because iterating a byte array with `of` takes
 * ten times as long.
 */
function levelHistogram(pixels: Uint8Array): { histogram: Uint32Array; total: number } {
  const histogram = new Uint32Array(256);
  const step = Math.max(1, Math.floor(pixels.length / sampledPixels));
  for (let i = 0; i < pixels.length; i += step) histogram[pixels[i]!]!++;
  return { histogram, total: Math.ceil(pixels.length / step) };
}
