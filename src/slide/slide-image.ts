import { micronsPerPixel } from './microns-per-pixel.ts';
import { readTiffDirectories, type TiffDirectory, unreadable } from './tiff-directories.ts';

/** One picture of the pyramid. */
export interface SlideLevel {
  /** Which directory of the TIFF. */
  readonly page: number;
  /** Which of the directories under the first one; undefined for a page of its own. */
  readonly subIfd?: number;
  readonly widthPx: number;
  readonly heightPx: number;
  /** How many pixels of the finest level one pixel is wide. */
  readonly downsample: number;
}

/** A whole-slide image. Its pixels stay in the file. */
export interface SlideImage {
  readonly path: string;
  /** Of the finest level. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Finest first. */
  readonly levels: readonly SlideLevel[];
  /** Of the finest level; undefined if the file does not tell. */
  readonly micronsPerPixel: number | undefined;
}

/** None, LZW, JPEG, and deflate by either of its numbers. */
const READABLE = new Set([1, 5, 7, 8, 32_946]);
const JPEG_2000 = new Set([33_003, 33_005, 34_712]);
/** How far the aspect ratio of a level may be off: sides are rounded to whole pixels. */
const ASPECT_SLACK = 0.02;
const CONVERT =
  'convert it, for example with: vips copy IN "OUT.tif[tile,pyramid,compression=jpeg]"';

/**
 * Opens a tiled TIFF or SVS: its pyramid, in pages or in the SubIFDs of the first page, and its
 * scale. Thumbnail, label and macro photograph are no levels: they have no tiles, or another
 * aspect ratio.
 *
 * @throws {AuditError} for a file that is missing, damaged, no tiled TIFF, or compressed in a way
 *   that can not be read.
 */
export async function openSlide(path: string): Promise<SlideImage> {
  const directories = await readTiffDirectories(path);
  const first = directories[0];
  if (first === undefined) throw unreadable(path, 'holds no picture', CONVERT);
  if (JPEG_2000.has(first.compression)) {
    throw unreadable(path, `is compressed with JPEG 2000 (${first.compression})`, CONVERT);
  }
  if (!first.tiled) throw unreadable(path, 'is not cut into tiles', CONVERT);
  if (!READABLE.has(first.compression)) {
    throw unreadable(path, `has the compression ${first.compression}`, CONVERT);
  }
  const pages = directories
    .map((directory, page) => ({ ...directory, page }))
    .filter(({ tiled, compression }) => tiled && compression === first.compression);
  const { widthPx, heightPx } = first;
  const candidates: readonly Candidate[] = [
    ...pages,
    ...(await subDirectories(path, first.subIfds)),
  ];
  const levels = candidates
    .filter((each) => isSameView(each, first))
    .map(
      ({ page, subIfd, widthPx: width, heightPx: height }): SlideLevel => ({
        page,
        ...(subIfd === undefined ? {} : { subIfd }),
        widthPx: width,
        heightPx: height,
        downsample: (widthPx / width + heightPx / height) / 2,
      }),
    )
    .sort((a, b) => a.downsample - b.downsample);
  return { path, widthPx, heightPx, levels, micronsPerPixel: micronsPerPixel(first) };
}

type Size = Pick<TiffDirectory, 'widthPx' | 'heightPx'>;
type Candidate = Size & Pick<SlideLevel, 'page' | 'subIfd'>;

function isSameView(each: Size, first: Size): boolean {
  const ratio = (each.widthPx * first.heightPx) / (each.heightPx * first.widthPx);
  return each.widthPx <= first.widthPx && Math.abs(ratio - 1) < ASPECT_SLACK;
}

async function subDirectories(path: string, count: number): Promise<readonly Candidate[]> {
  if (count === 0) return [];
  const { default: sharp } = await import('sharp');
  return await Promise.all(
    Array.from({ length: count }, async (_, subIfd) => {
      const { width, height } = await sharp(path, {
        page: 0,
        tiff: { subifd: subIfd },
        limitInputPixels: false,
      }).metadata();
      return { page: 0, subIfd, widthPx: width, heightPx: height };
    }),
  );
}

/**
 * The scale of a slide.
 *
 * @param given What the user says, which wins.
 * @returns Microns a pixel of the finest level has.
 * @throws {AuditError} if neither the file nor the user tells.
 */
export function requireMicrons(slide: SlideImage, given?: number): number {
  const microns = given ?? slide.micronsPerPixel;
  if (microns !== undefined) return microns;
  throw unreadable(
    slide.path,
    'does not say how many microns a pixel has',
    'give it, for example --mpp 0.25',
  );
}
