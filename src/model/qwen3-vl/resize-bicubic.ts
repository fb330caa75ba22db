import {
  type ResampleFilter,
  type ResampleShares,
  type ResizeRule,
  type RgbImage,
  resampleImage,
  resampleShares,
} from './resample-image.ts';
import type { ImageSize } from './smart-resize.ts';

export type { ResizeRule, RgbImage } from './resample-image.ts';

/** Keys' cubic with a = -1/2. */
const CUBIC: ResampleFilter = { support: 2, weight: cubic };

/** Bicubic resize (a = -1/2) with antialiasing, to the bit as Pillow or torchvision. */
export function resizeBicubic(image: RgbImage, size: ImageSize, rule: ResizeRule): RgbImage {
  return resampleImage(image, size, CUBIC, rule);
}

/** The shares of a bicubic resize (a = -1/2) with antialiasing along one axis. */
export function bicubicShares(from: number, to: number): ResampleShares {
  return resampleShares(from, to, CUBIC);
}

function cubic(x: number): number {
  const a = -0.5;
  const distance = Math.abs(x);
  if (distance < 1) return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
  if (distance < 2) return (((distance - 5) * distance + 8) * distance - 4) * a;
  return 0;
}
