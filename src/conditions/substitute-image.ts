import { decodeImage, imageSize } from '../model/qwen3-vl/decode-image.ts';
import type { ImageSize } from '../model/qwen3-vl/smart-resize.ts';
import { createRandom } from '../statistics/index.ts';
import { meanOf } from './mean-of.ts';

/**
 * A picture of the same size in one grey: the mean over all pixels and colours as a model sees them
 * (no alpha, not turned by EXIF, 16-bit grey saturated).
 *
 * @returns A grey 8-bit PNG.
 * @throws {AuditError} for a picture that can not be read.
 */
export async function blankImage(file: string): Promise<Uint8Array> {
  const { data, ...size } = await decodeImage(file);
  const levels = new Uint8Array(size.width * size.height).fill(Math.round(meanOf(data)));
  return await greyPng(levels, size, 6);
}

/**
 * A picture of the same size whose pixels are each drawn from the 256 greys, all equally likely.
 * It has nothing of the original but its size.
 *
 * @returns A grey 8-bit PNG, not compressed: noise can't be.
 * @throws {AuditError} for a picture that can not be read.
 */
export async function noiseImage(file: string, seed: number): Promise<Uint8Array> {
  const size = await imageSize(file);
  const random = createRandom(seed);
  const levels = new Uint8Array(size.width * size.height);
  const line = new Uint32Array(size.width);
  for (let start = 0; start < levels.length; start += size.width) {
    random.fillBelow(line, 256);
    levels.set(line, start);
  }
  return await greyPng(levels, size, 0);
}

async function greyPng(
  levels: Uint8Array,
  { width, height }: ImageSize,
  compressionLevel: number,
): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  return await sharp(levels, { raw: { width, height, channels: 1 }, limitInputPixels: false })
    .toColourspace('b-w')
    .png({ compressionLevel })
    .toBuffer();
}
