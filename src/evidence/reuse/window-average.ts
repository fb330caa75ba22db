import type { Raster } from './resample.ts';

/** A window in shares of a picture's width and height: 0 is left or top, 1 right or bottom. */
export interface PictureWindow {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** Sums of all cells above and left of each corner: any window's mean then costs four look-ups a cell. */
export interface SummedArea {
  readonly width: number;
  readonly height: number;
  /** f64[height + 1, width + 1]. */
  readonly sums: Float64Array;
}

/** Builds the summed-area table of a raster. */
export function summedArea(raster: Raster): SummedArea {
  const { width, height, values } = raster;
  const stride = width + 1;
  const sums = new Float64Array(stride * (height + 1));
  for (let y = 0; y < height; y++) {
    let row = 0;
    for (let x = 0; x < width; x++) {
      row += values[y * width + x]!;
      sums[(y + 1) * stride + x + 1] = sums[y * stride + x + 1]! + row;
    }
  }
  return { width, height, sums };
}

/**
 * Area-averages a window onto a grid. Corners between cells are interpolated, which is exact for
 * a picture that is constant inside each cell.
 */
export function averageWindow(
  area: SummedArea,
  window: PictureWindow,
  width: number,
  height: number,
): Raster {
  const corners = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y <= height; y++) {
    const sourceY = (window.top + (window.height * y) / height) * area.height;
    for (let x = 0; x <= width; x++) {
      const sourceX = (window.left + (window.width * x) / width) * area.width;
      corners[y * (width + 1) + x] = sumBefore(area, sourceX, sourceY);
    }
  }
  const cellArea = (window.width * area.width * window.height * area.height) / (width * height);
  const values = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * (width + 1) + x;
      const below = at + width + 1;
      const sum = corners[below + 1]! - corners[below]! - corners[at + 1]! + corners[at]!;
      values[y * width + x] = sum / cellArea;
    }
  }
  return { width, height, values };
}

function sumBefore({ width, height, sums }: SummedArea, x: number, y: number): number {
  const left = Math.min(Math.floor(x), width - 1);
  const top = Math.min(Math.floor(y), height - 1);
  const partX = x - left;
  const partY = y - top;
  const at = top * (width + 1) + left;
  const below = at + width + 1;
  const upper = sums[at]! + partX * (sums[at + 1]! - sums[at]!);
  const lower = sums[below]! + partX * (sums[below + 1]! - sums[below]!);
  return upper + partY * (lower - upper);
}
