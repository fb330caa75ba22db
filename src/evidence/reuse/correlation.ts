import type { Raster } from './resample.ts';
import type { PictureWindow } from './window-average.ts';

/** Reads a window of `image` at the cells of a grid, bilinear; NaN outside the image. */
export function sampleWindow(
  image: Raster,
  window: PictureWindow,
  width: number,
  height: number,
): Raster {
  const values = new Float32Array(width * height).fill(Number.NaN);
  for (let y = 0; y < height; y++) {
    const atY = (window.top + (window.height * (y + 0.5)) / height) * image.height - 0.5;
    if (!(atY > -0.5 && atY < image.height - 0.5)) continue;
    const cellY = Math.min(Math.max(Math.floor(atY), 0), image.height - 2);
    const partY = Math.min(Math.max(atY - cellY, 0), 1);
    for (let x = 0; x < width; x++) {
      const atX = (window.left + (window.width * (x + 0.5)) / width) * image.width - 0.5;
      if (!(atX > -0.5 && atX < image.width - 0.5)) continue;
      const cellX = Math.min(Math.max(Math.floor(atX), 0), image.width - 2);
      const partX = Math.min(Math.max(atX - cellX, 0), 1);
      const at = cellY * image.width + cellX;
      const upper = image.values[at]! + partX * (image.values[at + 1]! - image.values[at]!);
      const below = at + image.width;
      const lower =
        image.values[below]! + partX * (image.values[below + 1]! - image.values[below]!);
      values[y * width + x] = upper + partY * (lower - upper);
    }
  }
  return { width, height, values };
}

/**
 * Zero-mean normalised cross-correlation, cov(a, b) / (sd a * sd b), over the cells where both
 * are numbers; 0 where one of them is constant.
 */
export function correlation(first: Float32Array, second: Float32Array): number {
  let n = 0;
  let sumA = 0;
  let sumB = 0;
  let sumAA = 0;
  let sumBB = 0;
  let sumAB = 0;
  for (let i = 0; i < first.length; i++) {
    const a = first[i]!;
    const b = second[i]!;
    if (Number.isNaN(a + b)) continue;
    n++;
    sumA += a;
    sumB += b;
    sumAA += a * a;
    sumBB += b * b;
    sumAB += a * b;
  }
  const varianceA = sumAA - (sumA * sumA) / n;
  const varianceB = sumBB - (sumB * sumB) / n;
  if (!(varianceA > 1e-6 * n && varianceB > 1e-6 * n)) return 0;
  return (sumAB - (sumA * sumB) / n) / Math.sqrt(varianceA * varianceB);
}
