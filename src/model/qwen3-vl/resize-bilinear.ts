import { type ResampleFilter, type RgbImage, resampleImage } from './resample-image.ts';
import type { ImageSize } from './smart-resize.ts';

const TRIANGLE: ResampleFilter = {
  support: 1,
  weight: (distance) => Math.max(0, 1 - Math.abs(distance)),
};

/** Bilinear resize with antialiasing, to the bit as Pillow. */
export function resizeBilinear(image: RgbImage, size: ImageSize): RgbImage {
  return resampleImage(image, size, TRIANGLE, 'pil');
}
