/** Sizes an image may be resized to. */
export interface PixelLimits {
  /** Both sides become multiples of it: patch size x merge size. */
  readonly factor: number;
  readonly minPixels: number;
  readonly maxPixels: number;
  /** What a side counts at least before the area is looked at; default 0. */
  readonly smallestSide?: number;
}

/** A size in pixels. */
export interface ImageSize {
  readonly width: number;
  readonly height: number;
}

/** The longest side may be this many times the shortest. */
export const LARGEST_ASPECT_RATIO = 200;

/**
 * The size near the image's own whose sides are multiples of the factor and whose
 * area keeps the limits. Halves are rounded to even, as Python does.
 *
 * Source: transformers 4.57, qwen2_vl smart_resize; qwen_vl_utils, whose sides count at
 * least the factor.
 *
 * @throws {RangeError} if a side is below 1 or one is more than 200 times the other.
 */
export function smartResize({ width, height }: ImageSize, limits: PixelLimits): ImageSize {
  const ratio = Math.max(width, height) / Math.min(width, height);
  if (!(ratio <= LARGEST_ASPECT_RATIO)) {
    throw new RangeError(`smartResize: ${width} x ${height} px has an aspect ratio above 200`);
  }
  const { factor, minPixels, maxPixels, smallestSide = 0 } = limits;
  const near = (side: number) => Math.max(smallestSide, roundHalfToEven(side / factor) * factor);
  const area = near(width) * near(height);
  if (area > maxPixels) {
    const shrink = Math.sqrt((height * width) / maxPixels);
    const down = (side: number) => Math.max(factor, Math.floor(side / shrink / factor) * factor);
    return { width: down(width), height: down(height) };
  }
  if (area < minPixels) {
    const grow = Math.sqrt(minPixels / (height * width));
    const up = (side: number) => Math.ceil((side * grow) / factor) * factor;
    return { width: up(width), height: up(height) };
  }
  return { width: near(width), height: near(height) };
}

/** As Python's round. */
export function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const above = value - floor;
  if (above !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
