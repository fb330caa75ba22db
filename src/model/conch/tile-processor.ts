import type { RgbImage } from '../qwen3-vl/resample-image.ts';
import { resizeBicubic } from '../qwen3-vl/resize-bicubic.ts';
import { resizeBilinear } from '../qwen3-vl/resize-bilinear.ts';
import { TILE_PX } from './config.ts';

/** ImageNet's, by channel. */
const MEAN = [0.485, 0.456, 0.406];
const DEVIATION = [0.229, 0.224, 0.225];

/**
 * The patches of one tile, as Trident prepares it for CONCH v1.5: Pillow's bicubic brings the
 * region to the size of a tile, Pillow's bilinear brings that to 448 px, then values are scaled
 * to 0..1 and normalised with ImageNet's mean and deviation.
 *
 * @param region A square of the slide, of any size.
 * @param tilePx Side of a tile at the magnification it is cut at: 512.
 * @param patchSize Side of a patch.
 * @returns f32[gridSize^2, 3 * patchSize^2], patches row by row, in each channel by channel.
 */
export function tilePatches(region: RgbImage, tilePx: number, patchSize: number): Float32Array {
  const tile = resizeBicubic(region, { width: tilePx, height: tilePx }, 'pil');
  const { data } = resizeBilinear(tile, { width: TILE_PX, height: TILE_PX });
  const grid = TILE_PX / patchSize;
  const patches = new Float32Array(data.length);
  let target = 0;
  for (let patch = 0; patch < grid ** 2; patch++) {
    const top = Math.floor(patch / grid) * patchSize;
    const left = (patch % grid) * patchSize;
    for (let channel = 0; channel < 3; channel++) {
      const levels = LEVELS[channel]!;
      for (let y = top; y < top + patchSize; y++) {
        let source = (y * TILE_PX + left) * 3 + channel;
        for (let x = 0; x < patchSize; x++, source += 3) {
          patches[target++] = levels[data[source]!]!;
        }
      }
    }
  }
  return patches;
}

/** f32[3][256]: what each 8-bit value becomes. */
const LEVELS = MEAN.map((mean, channel) =>
  Float32Array.from({ length: 256 }, (_, value) => {
    const scaled = Math.fround(value / 255);
    return Math.fround(scaled - Math.fround(mean)) / Math.fround(DEVIATION[channel]!);
  }),
);
