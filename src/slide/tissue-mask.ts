import { otsuThreshold } from './otsu-threshold.ts';
import { openLevel } from './read-region.ts';
import type { SlideImage } from './slide-image.ts';
import { unreadable } from './tiff-directories.ts';

/** Where a slide has tissue. */
export interface TissueMask {
  readonly width: number;
  readonly height: number;
  /** u8[height, width]: 1 is tissue. */
  readonly tissue: Uint8Array;
  /** Saturation, of 255, above which a pixel counts as tissue. */
  readonly threshold: number;
}

const OVERVIEW_MICRONS = 8;
const MEDIAN_PX = 7;
/** Otsu splits bare glass in two as well: below this saturation nothing is tissue. */
const LEAST_SATURATION = 15;

/**
 * Finds tissue by its colour: on an overview of 8 microns a pixel the saturation, smoothed by a
 * median of 7 x 7 px, is split by Otsu's threshold, but never below 15 of 255, which is CLAM's
 * threshold for biopsies (preset bwh_biopsy) and keeps bare glass bare.
 *
 * CLAM does the same up to the threshold (fixed, or Otsu's without a floor), then closes gaps and
 * drops small contours and holes. Trident segments with a network unless told to use Otsu's
 * threshold on grey levels, and fills holes. So the tiles differ from theirs at the edges, in fat
 * and in holes. Pen marks are colourful and count as tissue; a picture without any glass is split
 * all the same, and loses its paler tissue.
 *
 * @param microns Microns a pixel of the finest level has.
 * @throws {AuditError} if the slide can not be decoded.
 */
export async function findTissue(slide: SlideImage, microns: number): Promise<TissueMask> {
  const { pixels, width, height } = await readOverview(slide, microns);
  const { default: sharp } = await import('sharp');
  const saturation = await sharp(saturationOf(pixels), { raw: { width, height, channels: 1 } })
    .median(MEDIAN_PX)
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  const histogram = new Uint32Array(256);
  for (const value of saturation) histogram[value]!++;
  const threshold = Math.max(otsuThreshold(histogram), LEAST_SATURATION);
  return {
    width,
    height,
    tissue: saturation.map((value) => (value > threshold ? 1 : 0)),
    threshold,
  };
}

/** The whole slide, shrunk from the coarsest level that is fine enough. */
async function readOverview(
  slide: SlideImage,
  microns: number,
): Promise<{ pixels: Buffer; width: number; height: number }> {
  const shrink = Math.max(1, OVERVIEW_MICRONS / microns);
  const width = Math.max(1, Math.round(slide.widthPx / shrink));
  const height = Math.max(1, Math.round(slide.heightPx / shrink));
  const level = slide.levels.findLast(({ downsample }) => downsample <= shrink)!;
  try {
    const image = await openLevel(slide, level);
    // Row by row of tiles: a slide without a pyramid is as large as memory, or larger.
    const pixels = await image
      .resize(width, height, { fit: 'fill', kernel: 'linear' })
      .raw()
      .toBuffer();
    return { pixels, width, height };
  } catch (cause) {
    const reason = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0];
    throw unreadable(
      slide.path,
      `has a page ${level.page} that can not be decoded (${reason})`,
      'copy or download the slide again',
      cause,
    );
  }
}

/** (max - min) / max of the channels, of 255; 0 for black. */
function saturationOf(pixels: Uint8Array): Uint8Array {
  const saturation = new Uint8Array(pixels.length / 3);
  for (let i = 0; i < saturation.length; i++) {
    const red = pixels[3 * i]!;
    const green = pixels[3 * i + 1]!;
    const blue = pixels[3 * i + 2]!;
    const most = Math.max(red, green, blue);
    if (most > 0) saturation[i] = Math.round((255 * (most - Math.min(red, green, blue))) / most);
  }
  return saturation;
}
