import { AuditError } from '../errors.ts';
import { nominalMagnification } from './microns-per-pixel.ts';
import type { SlideImage, SlideLevel } from './slide-image.ts';
import type { TissueMask } from './tissue-mask.ts';

/** How a slide is cut. */
export interface TileCut {
  /** Side of a tile at the magnification it is cut at. */
  readonly tilePx: number;
  /** Side in pixels of the finest level. */
  readonly sideLevel0Px: number;
  /** Where tiles are read. */
  readonly level: SlideLevel;
  /** Side in pixels of that level. */
  readonly sideLevelPx: number;
}

/** BreastGPT's slides: "20x_512px_0px_overlap". */
export const TARGET_MAGNIFICATION = 20;
export const TILE_PX_20X = 512;
/** Trident takes a level that is off by less for the wanted one. */
const LEVEL_SLACK = 0.1;

/**
 * How tiles of 512 px at 20x are cut from a slide. As in Trident 20x goes by the magnification
 * that the scale is called by: a slide of 0.2527 microns a pixel is one of 40x, and its tiles are
 * 1,024 px wide, 0.505 microns a pixel and not 0.5.
 *
 * @param microns Microns a pixel of the finest level has.
 * @throws {AuditError} for a slide that is coarser than 20x.
 */
export function cutAt20x(slide: SlideImage, microns: number): TileCut {
  const magnification = nominalMagnification(microns);
  if (magnification < TARGET_MAGNIFICATION) {
    throw new AuditError({
      code: 'slide-too-coarse',
      location: slide.path,
      problem: `has ${microns} microns a pixel, which is coarser than ${TARGET_MAGNIFICATION}x`,
      remedy: 'give a scan of 20x or more, or the right scale with --mpp',
    });
  }
  const sideLevel0Px = Math.floor((TILE_PX_20X * magnification) / TARGET_MAGNIFICATION);
  return cutTiles(slide, TILE_PX_20X, sideLevel0Px);
}

/**
 * The level that tiles are read at: one with the wanted scale, else the coarsest finer one.
 *
 * Trident does the same, but rounds the downsample of a level down to a whole number.
 */
export function cutTiles(slide: SlideImage, tilePx: number, sideLevel0Px: number): TileCut {
  const wanted = sideLevel0Px / tilePx;
  const level =
    slide.levels.find(({ downsample }) => Math.abs(downsample - wanted) <= LEVEL_SLACK) ??
    slide.levels.findLast(({ downsample }) => downsample <= wanted) ??
    slide.levels[0]!;
  return { tilePx, sideLevel0Px, level, sideLevelPx: Math.round(sideLevel0Px / level.downsample) };
}

/**
 * The tiles of the grid that hold enough tissue, column by column as Trident lists them. The grid
 * begins at the upper left corner; a tile may reach beyond the slide, where there is no tissue.
 *
 * @param side Side of a tile in pixels of the finest level.
 * @param leastTissue Share of a tile, 0..1. Trident keeps tiles that its contours touch at all.
 * @returns Upper left corners [x, y], in pixels of the finest level.
 */
export function tissueTiles(
  slide: SlideImage,
  mask: TissueMask,
  side: number,
  leastTissue: number,
): readonly (readonly [number, number])[] {
  const tiles: [number, number][] = [];
  for (let x = 0; x < slide.widthPx; x += side) {
    for (let y = 0; y < slide.heightPx; y += side) {
      if (tissueShare(slide, mask, x, y, side) >= leastTissue) tiles.push([x, y]);
    }
  }
  return tiles;
}

/** Share of a tile's area that is tissue; pixels of the mask count by their centres. */
function tissueShare(
  { widthPx, heightPx }: SlideImage,
  { width, height, tissue }: TissueMask,
  x: number,
  y: number,
  side: number,
): number {
  const across = (px: number): number => Math.ceil((px * width) / widthPx - 0.5);
  const down = (px: number): number => Math.ceil((px * height) / heightPx - 0.5);
  const [left, right, top, bottom] = [across(x), across(x + side), down(y), down(y + side)];
  let count = 0;
  for (let row = top; row < Math.min(bottom, height); row++) {
    for (let column = left; column < Math.min(right, width); column++) {
      count += tissue[row * width + column]!;
    }
  }
  return count / Math.max(1, (right - left) * (bottom - top));
}
