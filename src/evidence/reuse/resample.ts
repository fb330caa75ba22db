import { fullBox, type GreyImage, type PixelBox } from './grey-image.ts';

/** A square or oblong grid of grey levels in single precision, row by row. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  /** f32[height, width]. */
  readonly values: Float32Array;
}

/** Weights with which source cells enter one target cell. */
interface AxisWeights {
  /** First source cell of each target cell. */
  readonly first: Int32Array;
  /** Number of source cells of each target cell. */
  readonly span: Int32Array;
  /** `first.length` runs of up to `stride` weights, each run summing to 1. */
  readonly weights: Float32Array;
  readonly stride: number;
}

/** What can be averaged: pixels, or a raster that was averaged before. */
type Source = Pick<GreyImage, 'widthPx'> & { readonly pixels: Uint8Array | Float32Array };

/** Area-averages a whole raster onto a coarser grid. */
export function shrinkRaster(raster: Raster, width: number, height: number): Raster {
  if (raster.width === width && raster.height === height) return raster;
  const source = { widthPx: raster.width, heightPx: raster.height, pixels: raster.values };
  return areaResample(source, fullBox(source), width, height);
}

/**
 * Area-averages a box of a picture onto a grid: every source pixel counts by the share of it that
 * lies in the target cell, so that nothing aliases when scaling down. Scaling up repeats pixels.
 * Rows are collapsed first: two passes, O(box pixels).
 */
export function areaResample(image: Source, box: PixelBox, width: number, height: number): Raster {
  const across = axisWeights(box.left, box.right, width);
  const down = axisWeights(box.top, box.bottom, height);
  const values = new Float32Array(width * height);
  const sums = new Float32Array(box.right - box.left);
  for (let y = 0; y < height; y++) {
    sumRows(image, box, down, y, sums);
    for (let x = 0; x < width; x++) {
      const first = across.first[x]! - box.left;
      const span = across.span[x]!;
      let sum = 0;
      for (let i = 0, w = x * across.stride; i < span; i++, w++) {
        sum += across.weights[w]! * sums[first + i]!;
      }
      values[y * width + x] = sum;
    }
  }
  return { width, height, values };
}

function sumRows(
  image: Source,
  box: PixelBox,
  down: AxisWeights,
  y: number,
  sums: Float32Array,
): void {
  sums.fill(0);
  const { pixels, widthPx } = image;
  for (let i = 0, w = y * down.stride; i < down.span[y]!; i++, w++) {
    const weight = down.weights[w]!;
    const start = (down.first[y]! + i) * widthPx + box.left;
    for (let x = 0; x < sums.length; x++) sums[x]! += weight * pixels[start + x]!;
  }
}

/** Cells [from, to) of the source spread over `count` target cells of equal size. */
function axisWeights(from: number, to: number, count: number): AxisWeights {
  const size = (to - from) / count;
  const stride = Math.ceil(size) + 1;
  const first = new Int32Array(count);
  const span = new Int32Array(count);
  const weights = new Float32Array(count * stride);
  for (let cell = 0; cell < count; cell++) {
    const start = from + cell * size;
    const end = cell === count - 1 ? to : start + size;
    first[cell] = Math.min(Math.floor(start), to - 1);
    span[cell] = Math.min(stride, Math.max(1, Math.ceil(end) - first[cell]!));
    for (let i = 0; i < span[cell]!; i++) {
      const at = first[cell]! + i;
      weights[cell * stride + i] = (Math.min(end, at + 1) - Math.max(start, at)) / (end - start);
    }
  }
  return { first, span, weights, stride };
}
