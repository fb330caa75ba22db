import { fullBox, type GreyImage, type PixelBox } from './grey-image.ts';
import type { PercentileBounds } from './percentile-bounds.ts';

/** Share of the picture's range of levels around the frame's own that still counts as frame: covers JPEG ringing. */
const toleranceShare = 0.05;
/** Share of a line's pixels that must be frame for the line to be dropped. */
const frameShare = 0.99;
/** Lines dropped after a frame: compression smears its edge into the picture. */
const blurredEdge = 2;
/** A box keeps at least this share of each side; else the picture is mostly frame and is kept whole. */
const smallestSide = 0.2;

/**
 * The picture without its constant frame, of whatever grey: black borders, white paper, padding
 * to a square. A side is eaten line by line while 99% of the line lies within 5% of the picture's
 * range of the median of the outermost line, so that a smooth picture of low contrast stays whole.
 *
 * @param bounds The picture's 1st and 99th percentile.
 */
export function contentBox(image: GreyImage, { low, high }: PercentileBounds): PixelBox {
  const { widthPx, heightPx, pixels } = image;
  const tolerance = toleranceShare * (high - low);
  const row = (y: number): Line => ({ start: y * widthPx, step: 1, length: widthPx });
  const column = (x: number): Line => ({ start: x, step: widthPx, length: heightPx });
  const depth = (lines: number, lineAt: (n: number) => Line): number =>
    frameDepth(pixels, lines, lineAt, tolerance);
  const top = depth(heightPx, row);
  const bottom = heightPx - depth(heightPx, (y) => row(heightPx - 1 - y));
  const left = depth(widthPx, column);
  const right = widthPx - depth(widthPx, (x) => column(widthPx - 1 - x));
  const keeps = right - left >= smallestSide * widthPx && bottom - top >= smallestSide * heightPx;
  return keeps ? { left, top, right, bottom } : fullBox(image);
}

interface Line {
  readonly start: number;
  readonly step: number;
  readonly length: number;
}

function frameDepth(
  pixels: Uint8Array,
  lines: number,
  lineAt: (n: number) => Line,
  tolerance: number,
): number {
  const level = medianLevel(pixels, lineAt(0));
  let depth = 0;
  while (depth < lines && isFrame(pixels, lineAt(depth), level, tolerance)) depth++;
  return depth === 0 ? 0 : depth + blurredEdge;
}

function medianLevel(pixels: Uint8Array, line: Line): number {
  const levels = new Uint8Array(line.length);
  for (let i = 0, at = line.start; i < line.length; i++, at += line.step) levels[i] = pixels[at]!;
  return levels.sort()[line.length >> 1]!;
}

function isFrame(pixels: Uint8Array, line: Line, level: number, tolerance: number): boolean {
  let allowed = Math.floor((1 - frameShare) * line.length);
  for (let i = 0, at = line.start; i < line.length; i++, at += line.step) {
    if (Math.abs(pixels[at]! - level) > tolerance && --allowed < 0) return false;
  }
  return true;
}
