import type { Raster } from './resample.ts';
import { summedArea } from './window-average.ts';

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
    values[i] = Number.isNaN(raster.values[i]!) ? Number.NaN : near[i]! - wide[i]!;
  }
  return { width: raster.width, height: raster.height, values };
}

/** Mean over the square of cells within `radius`, by summed areas. */
function boxMean({ width, height, values }: Raster, radius: number): Float32Array {
  const known = new Float32Array(values.length);
  const filled = new Float32Array(values.length);
  for (let i = 0; i < values.length; i++) {
    if (Number.isNaN(values[i]!)) continue;
    known[i] = 1;
    filled[i] = values[i]!;
  }
  const counts = boxSums({ width, height, values: known }, radius);
  const means = boxSums({ width, height, values: filled }, radius);
  for (let i = 0; i < means.length; i++) means[i]! /= counts[i]!;
  return means;
}

function boxSums(raster: Raster, radius: number): Float32Array {
  const { width, height } = raster;
  const { sums } = summedArea(raster);
  const stride = width + 1;
  const result = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const top = Math.max(0, y - radius) * stride;
    const bottom = Math.min(height, y + radius + 1) * stride;
    for (let x = 0; x < width; x++) {
      const left = Math.max(0, x - radius);
      const right = Math.min(width, x + radius + 1);
      result[y * width + x] =
        sums[bottom + right]! - sums[bottom + left]! - sums[top + right]! + sums[top + left]!;
    }
  }
  return result;
}
