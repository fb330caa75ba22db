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
  const corners = cornerSums(
    area,
    gridLines(window.left, window.width, width, area.width),
    gridLines(window.top, window.height, height, area.height),
  );
  const cellArea = (window.width * area.width * window.height * area.height) / (width * height);
  const values = new Float32Array(width * height);
  for (let y = 0, at = 0; y < height; y++) {
    const row = y * (width + 1);
    for (let x = row; x < row + width; x++) {
      const below = x + width + 1;
      const sum = corners[below + 1]! - corners[below]! - corners[x + 1]! + corners[x]!;
      values[at++] = sum / cellArea;
    }
  }
  return { width, height, values };
}

/** The lines of a grid along one axis of the source: the cell each falls into and how far into it. */
interface GridLines {
  readonly cells: Int32Array;
  readonly parts: Float64Array;
}

function gridLines(start: number, share: number, count: number, cells: number): GridLines {
  const lines = { cells: new Int32Array(count + 1), parts: new Float64Array(count + 1) };
  for (let i = 0; i <= count; i++) {
    const at = (start + (share * i) / count) * cells;
    lines.cells[i] = Math.min(Math.floor(at), cells - 1);
    lines.parts[i] = at - lines.cells[i]!;
  }
  return lines;
}

/** The sum above and left of every crossing of two grids. */
function cornerSums({ width, sums }: SummedArea, across: GridLines, down: GridLines): Float64Array {
  const columns = across.cells.length;
  const corners = new Float64Array(columns * down.cells.length);
  for (let y = 0, to = 0; y < down.cells.length; y++) {
    const row = down.cells[y]! * (width + 1);
    const partY = down.parts[y]!;
    for (let x = 0; x < columns; x++) {
      const at = row + across.cells[x]!;
      const below = at + width + 1;
      const partX = across.parts[x]!;
      const upper = sums[at]! + partX * (sums[at + 1]! - sums[at]!);
      const lower = sums[below]! + partX * (sums[below + 1]! - sums[below]!);
      corners[to++] = upper + partY * (lower - upper);
    }
  }
  return corners;
}
