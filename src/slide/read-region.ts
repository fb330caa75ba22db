import type { RgbImage } from '../model/qwen3-vl/resample-image.ts';
import type { SlideImage, SlideLevel } from './slide-image.ts';
import { unreadable } from './tiff-directories.ts';

/** Which square of a level. */
export interface Region {
  readonly level: SlideLevel;
  /** In pixels of the finest level. */
  readonly x: number;
  readonly y: number;
  /** In pixels of `level`. */
  readonly sidePx: number;
}

/**
 * The pixels of a square. Only the tiles it touches are decoded; what lies beyond the slide is
 * black, as OpenSlide's is once its alpha channel is dropped. Colour profiles are not applied.
 *
 * The corner is rounded to a pixel of the level, where OpenSlide would place it between two.
 *
 * @throws {AuditError} if the tiles can not be decoded.
 */
export async function readRegion(slide: SlideImage, region: Region): Promise<RgbImage> {
  const { level, sidePx } = region;
  const x = Math.round(region.x / level.downsample);
  const y = Math.round(region.y / level.downsample);
  const left = Math.min(Math.max(x, 0), level.widthPx);
  const top = Math.min(Math.max(y, 0), level.heightPx);
  const width = Math.min(x + sidePx, level.widthPx) - left;
  const height = Math.min(y + sidePx, level.heightPx) - top;
  const data = new Uint8Array(sidePx ** 2 * 3);
  if (width > 0 && height > 0) {
    const pixels = await decode(slide, level, { left, top, width, height });
    for (let row = 0; row < height; row++) {
      const line = pixels.subarray(row * width * 3, (row + 1) * width * 3);
      data.set(line, ((top - y + row) * sidePx + (left - x)) * 3);
    }
  }
  return { width: sidePx, height: sidePx, data };
}

/** u8[height, width, 3] */
async function decode(
  slide: SlideImage,
  level: SlideLevel,
  box: { left: number; top: number; width: number; height: number },
): Promise<Uint8Array> {
  try {
    return await (await openLevel(slide, level)).extract(box).raw().toBuffer();
  } catch (cause) {
    const reason = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0];
    throw unreadable(
      slide.path,
      `has tiles at ${box.left}, ${box.top} of page ${level.page} that can not be decoded (${reason})`,
      'copy or download the slide again',
      cause,
    );
  }
}

/** A level as sharp reads it, eight bits a channel and three channels. */
export async function openLevel(
  slide: SlideImage,
  level: SlideLevel,
): Promise<import('sharp').Sharp> {
  const { default: sharp } = await import('sharp');
  return sharp(slide.path, {
    page: level.page,
    ...(level.subIfd === undefined ? {} : { tiff: { subifd: level.subIfd } }),
    limitInputPixels: false,
    ignoreIcc: true,
  })
    .toColourspace('srgb')
    .removeAlpha();
}
