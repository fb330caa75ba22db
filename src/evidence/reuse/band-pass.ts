import type { Raster } from './resample.ts';

/**
 * A picture's fine detail: its mean over 3 x 3 cells less its mean over 9 x 9. Anatomy that all
 * patients share is smooth and drops out; compression noise of single pixels is averaged away.
 * Means are over the cells that are numbers; a cell that is none stays NaN.
 */
export function bandPass(raster: Raster): Raster {
  const near = boxMean(raster, 1);
  const wide = boxMean(raster, 4);
  const values = new Float32Array(near.length);
  for (let i = 0; i < values.length; i++) {
    values[i] = raster.values[i]! - raster.values[i]! + near[i]! - wide[i]!;
  }
  return { width: raster.width, height: raster.height, values };
}

/** Mean over the square of cells within `radius`, by summed areas. */
function boxMean({ width, height, values }: Raster, radius: number): Float32Array {
  const stride = width + 1;
  const sums = new Float64Array(stride * (height + 1));
  const counts = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y++) {
    let sum = 0;
    let count = 0;
    for (let x = 0; x < width; x++) {
      const value = values[y * width + x]!;
      if (!Number.isNaN(value)) {
        sum += value;
        count++;
      }
      const at = (y + 1) * stride + x + 1;
      sums[at] = sums[at - stride]! + sum;
      counts[at] = counts[at - stride]! + count;
    }
  }
  const means = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const top = Math.max(0, y - radius) * stride;
    const bottom = Math.min(height, y + radius + 1) * stride;
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - radius);
      const right = Math.min(width, x + radius + 1);
      const sum = sums[bottom + right]! - sums[bottom + left]! - sums[top + right]! + sums[top + left]!;
      const count =
        counts[bottom + right]! - counts[bottom + left]! - counts[top + right]! + counts[top + left]!;
      means[y * width + x] = sum / count;
    }
  }
  return means;
}
