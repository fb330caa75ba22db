import type { ImageSize } from './smart-resize.ts';

/** u8[height, width, 3] */
export interface RgbImage extends ImageSize {
  readonly data: Uint8Array;
}

/** Whose rounding of the weights: Pillow's, or torchvision's for uint8 ("stock"). */
export type ResizeRule = 'pil' | 'stock';

/** How source places are weighed by their distance from a result place. */
export interface ResampleFilter {
  /** Distance from which on the weight is 0, in source places. */
  readonly support: number;
  readonly weight: (distance: number) => number;
}

const PIL_PRECISION = 22;

/**
 * Resize with antialiasing in fixed point, to the bit as Pillow and as torchvision do it:
 * horizontal pass first, rounded and clipped to 8 bits, then the vertical pass; a pass is
 * skipped if its side stays as it is.
 *
 * Sources: Pillow 12, Resample.c; torch 2.13, UpSampleKernelAVXAntialias.h.
 */
export function resampleImage(
  image: RgbImage,
  size: ImageSize,
  filter: ResampleFilter,
  rule: ResizeRule,
): RgbImage {
  const wide =
    image.width === size.width
      ? image
      : resampleRows(image, contributions(image.width, size.width, filter, rule));
  return wide.height === size.height
    ? wide
    : resampleColumns(wide, contributions(image.height, size.height, filter, rule));
}

/** Which source places each result place mixes, and how. */
interface Contributions {
  /** First source place of each result place. */
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** i32[result, width]: fixed-point weights. */
  readonly weights: Int32Array;
  readonly width: number;
  /** Fractional bits of the weights. */
  readonly precision: number;
}

function resampleRows(image: RgbImage, mix: Contributions): RgbImage {
  const { starts, counts, weights, precision } = mix;
  const width = starts.length;
  const half = 1 << (precision - 1);
  const data = new Uint8ClampedArray(image.height * width * 3);
  for (let y = 0; y < image.height; y++) {
    const row = y * image.width * 3;
    for (let x = 0; x < width; x++) {
      let red = half;
      let green = half;
      let blue = half;
      let source = row + starts[x]! * 3;
      const end = x * mix.width + counts[x]!;
      for (let k = x * mix.width; k < end; k++, source += 3) {
        const weight = weights[k]!;
        red += weight * image.data[source]!;
        green += weight * image.data[source + 1]!;
        blue += weight * image.data[source + 2]!;
      }
      const target = (y * width + x) * 3;
      data[target] = red >> precision;
      data[target + 1] = green >> precision;
      data[target + 2] = blue >> precision;
    }
  }
  return { width, height: image.height, data: new Uint8Array(data.buffer) };
}

function resampleColumns(image: RgbImage, mix: Contributions): RgbImage {
  const { starts, counts, weights, precision } = mix;
  const height = starts.length;
  const stride = image.width * 3;
  const sums = new Int32Array(stride);
  const data = new Uint8ClampedArray(height * stride);
  for (let y = 0; y < height; y++) {
    sums.fill(1 << (precision - 1));
    for (let k = 0; k < counts[y]!; k++) {
      const weight = weights[y * mix.width + k]!;
      const row = (starts[y]! + k) * stride;
      for (let i = 0; i < stride; i++) sums[i] = sums[i]! + weight * image.data[row + i]!;
    }
    const target = y * stride;
    for (let i = 0; i < stride; i++) data[target + i] = sums[i]! >> precision;
  }
  return { width: image.width, height, data: new Uint8Array(data.buffer) };
}

function contributions(
  from: number,
  to: number,
  filter: ResampleFilter,
  rule: ResizeRule,
): Contributions {
  const { starts, counts, shares, width } = resampleShares(from, to, filter);
  const precision = rule === 'pil' ? PIL_PRECISION : int16Precision(shares);
  const one = 2 ** precision;
  // Rounded half away from zero.
  const weights = Int32Array.from(shares, (share) =>
    Math.trunc(share * one + Math.sign(share) / 2),
  );
  return { starts, counts, weights, width, precision };
}

/** Which source places each result place mixes, in shares that sum to 1. */
export interface ResampleShares {
  readonly starts: Int32Array;
  readonly counts: Int32Array;
  /** f64[result, width] */
  readonly shares: Float64Array;
  readonly width: number;
}

/** The shares of a resize with antialiasing along one axis. */
export function resampleShares(from: number, to: number, filter: ResampleFilter): ResampleShares {
  const scale = from / to;
  const filterScale = Math.max(scale, 1);
  const support = filter.support * filterScale;
  const width = Math.ceil(support) * 2 + 1;
  const starts = new Int32Array(to);
  const counts = new Int32Array(to);
  const shares = new Float64Array(to * width);
  for (let place = 0; place < to; place++) {
    const center = (place + 0.5) * scale;
    const start = Math.max(0, Math.trunc(center - support + 0.5));
    const count = Math.min(from, Math.trunc(center + support + 0.5)) - start;
    let sum = 0;
    for (let k = 0; k < count; k++) {
      const share = filter.weight((k + start - center + 0.5) / filterScale);
      shares[place * width + k] = share;
      sum += share;
    }
    for (let k = 0; k < count; k++) shares[place * width + k]! /= sum;
    starts[place] = start;
    counts[place] = count;
  }
  return { starts, counts, shares, width };
}

/** The most fractional bits with which the largest weight still fits 16 bits. */
function int16Precision(shares: Float64Array): number {
  const largest = shares.reduce((a, b) => Math.max(a, b), 0);
  let precision = PIL_PRECISION;
  while (Math.trunc(0.5 + largest * 2 ** precision) >= 2 ** 15) precision--;
  return precision;
}
