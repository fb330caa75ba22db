import { contentBox } from './content-box.ts';
import { fullBox, type GreyImage, type PixelBox } from './grey-image.ts';
import { type PercentileBounds, percentileBounds } from './percentile-bounds.ts';
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
  const box = contentBox(image, boundsWithin(image, fullBox(image)));
  const bounds = boundsWithin(image, box);
  const side = sideOf(Math.max(box.right - box.left, box.bottom - box.top));
  const raster = areaResample(image, box, side, side);
  const range = bounds.high - bounds.low;
  const scale = 255 / Math.max(1, range);
  for (let i = 0; i < raster.values.length; i++) {
    raster.values[i] = Math.min(255, Math.max(0, (raster.values[i]! - bounds.low) * scale));
  }
  return { raster, range };
}

/** Percentiles over evenly spaced rows and columns of a box. */
function boundsWithin({ pixels, widthPx }: GreyImage, box: PixelBox): PercentileBounds {
  const { left, top, right, bottom } = box;
  const area = (right - left) * (bottom - top);
  const step = Math.max(1, Math.floor(Math.sqrt(area / sampledPixels)));
  const histogram = new Uint32Array(256);
  let total = 0;
  for (let y = top; y < bottom; y += step) {
    const row = y * widthPx;
    for (let at = row + left; at < row + right; at += step) {
      histogram[pixels[at]!]!++;
      total++;
    }
  }
  return percentileBounds(histogram, total);
}
