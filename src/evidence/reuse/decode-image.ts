import type { Sharp, default as sharpFactory } from 'sharp';
import type { GreyImage } from './grey-image.ts';
import { percentileBounds } from './percentile-bounds.ts';

/** Pictures with more pixels are refused with a reason: 268 megapixels, sharp's own default. */
export const maxPixels = 268_402_689;

let loading: Promise<typeof sharpFactory> | undefined;

/** Loads sharp on first use, so that commands without pictures start fast. */
export function loadSharp(): Promise<typeof sharpFactory> {
  loading ??= import('sharp').then((module) => module.default);
  return loading;
}

/**
 * Decodes a picture once to canonical 8-bit grey.
 *
 * Colours become `(77 R + 150 G + 29 B + 128) >> 8`, integer Rec. 601 weights that sum to 256, so
 * that a grey picture saved as RGB keeps its values. Alpha is dropped, the first page or frame
 * counts, and no EXIF turn is applied (the eight symmetries cover it). Sixteen-bit pictures keep
 * their depth while decoding and are then windowed between their 1st and 99th percentile.
 *
 * @param bytes The file's bytes; the format is sniffed by libvips.
 * @throws {Error} of sharp if the bytes are no picture, are cut off, or exceed `maxPixels`.
 */
export async function decodeImage(bytes: Uint8Array): Promise<GreyImage> {
  const sharp = await loadSharp();
  const input = sharp(bytes, { limitInputPixels: maxPixels, failOn: 'error' });
  if (await isDeep(bytes, input)) return decodeDeep(input);
  const { data, info } = await input.raw().toBuffer({ resolveWithObject: true });
  return {
    widthPx: info.width,
    heightPx: info.height,
    pixels: toGrey(data, info.channels, info.width * info.height),
  };
}

/** Whether samples have sixteen bits: JPEG never, PNG by its header, others as sharp says. */
async function isDeep(bytes: Uint8Array, input: Sharp): Promise<boolean> {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) return false;
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return bytes[24] === 16;
  return (await input.metadata()).depth === 'ushort';
}

function toGrey(data: Uint8Array, channels: number, count: number): Uint8Array {
  if (channels === 1) return data;
  const grey = new Uint8Array(count);
  if (channels === 2) {
    for (let i = 0; i < count; i++) grey[i] = data[2 * i]!;
    return grey;
  }
  for (let i = 0, at = 0; i < count; i++, at += channels) {
    grey[i] = (77 * data[at]! + 150 * data[at + 1]! + 29 * data[at + 2]! + 128) >> 8;
  }
  return grey;
}

async function decodeDeep(input: Sharp): Promise<GreyImage> {
  const { data, info } = await input
    .removeAlpha()
    .toColourspace('grey16')
    .raw({ depth: 'ushort' })
    .toBuffer({ resolveWithObject: true });
  const aligned = data.byteOffset % 2 === 0 ? data : Uint8Array.from(data);
  const count = info.width * info.height;
  const values = new Uint16Array(aligned.buffer, aligned.byteOffset, count * info.channels);
  const histogram = new Uint32Array(65_536);
  for (let i = 0; i < count; i++) histogram[values[i * info.channels]!]!++;
  const { low, high } = percentileBounds(histogram, count);
  const pixels = new Uint8Array(count);
  const scale = 255 / Math.max(1, high - low);
  for (let i = 0; i < count; i++) {
    const level = Math.round((values[i * info.channels]! - low) * scale);
    pixels[i] = Math.min(255, Math.max(0, level));
  }
  return { widthPx: info.width, heightPx: info.height, pixels };
}
