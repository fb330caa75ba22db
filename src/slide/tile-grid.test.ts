import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { slidePicture, writeSvs } from '../../test/synthetic-slide.ts';
import { openSlide, type SlideImage } from './slide-image.ts';
import { cutAt20x, cutTiles, tissueTiles } from './tile-grid.ts';
import { findTissue } from './tissue-mask.ts';

let folder: string;
let slide: SlideImage;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tile-grid-'));
  const picture = slidePicture(2600, 1900, { left: 500, top: 300, right: 1700, bottom: 1500 });
  slide = await openSlide(await writeSvs(join(folder, 'a.svs'), picture, 0.5));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('findTissue', () => {
  it('finds the rectangle of tissue, to a pixel of the overview', async () => {
    const { width, height, tissue, threshold } = await findTissue(slide, 0.5);
    expect([width, height]).toEqual([163, 119]);
    expect(threshold).toBeGreaterThan(15);
    const wrong = tissue.reduce((count, value, i) => {
      const x = (((i % width) + 0.5) * 2600) / width;
      const y = ((Math.floor(i / width) + 0.5) * 1900) / height;
      const edge = Math.min(
        Math.abs(x - 500),
        Math.abs(x - 1700),
        Math.abs(y - 300),
        Math.abs(y - 1500),
      );
      const inside = x > 500 && x < 1700 && y > 300 && y < 1500;
      return count + Number(edge > 32 && (value === 1) !== inside);
    }, 0);
    expect(wrong).toBe(0);
  });

  it('finds nothing on bare glass, where Otsu alone would split the noise', async () => {
    const none = { left: 0, top: 0, right: 0, bottom: 0 };
    const path = await writeSvs(join(folder, 'blank.svs'), slidePicture(900, 700, none), 0.5);
    const { tissue, threshold } = await findTissue(await openSlide(path), 0.5);
    expect(tissue.every((value) => value === 0)).toBe(true);
    expect(threshold).toBe(15);
  });
});

describe('tissueTiles', () => {
  it('keeps tiles with enough tissue, column by column', async () => {
    const mask = await findTissue(slide, 0.5);
    // Tissue from 500 to 1700 and 300 to 1500: the row from 0 holds 212 of 512 px of it, the row
    // from 1024 476; the column from 0 holds 12 of 512, the one from 1536 164.
    const all = [512, 1024, 1536].flatMap((x) => [0, 512, 1024].map((y) => [x, y]));
    expect(tissueTiles(slide, mask, 512, 0.1)).toEqual(all);
    // 164 x 212 px are 13% of a tile, 164 x 476 px 30%, 164 x 512 px 32%.
    expect(tissueTiles(slide, mask, 512, 0.25)).toEqual(
      all.filter(([x, y]) => !(x === 1536 && y === 0)),
    );
    expect(tissueTiles(slide, mask, 512, 0.95)).toEqual([
      [512, 512],
      [1024, 512],
    ]);
  });

  it('counts what lies beyond the slide as no tissue', () => {
    const mask = { width: 100, height: 100, tissue: new Uint8Array(10_000).fill(1), threshold: 0 };
    const small = { ...slide, widthPx: 1000, heightPx: 1000 };
    // The second column and row hold 250 of 750 px: 33% and 11% of a tile.
    expect(tissueTiles(small, mask, 750, 0.5)).toEqual([[0, 0]]);
    expect(tissueTiles(small, mask, 750, 0.3)).toEqual([
      [0, 0],
      [0, 750],
      [750, 0],
    ]);
    expect(tissueTiles(small, mask, 750, 0.1)).toHaveLength(4);
  });
});

describe('cutAt20x', () => {
  const levels = (...downsamples: number[]): SlideImage => ({
    ...slide,
    levels: downsamples.map((downsample, page) => ({ page, widthPx: 1, heightPx: 1, downsample })),
  });

  it.each([
    ['a 40x scan has no level of a half', 0.2527, levels(1, 4.0001, 16), 1024, 0, 1024],
    ['a 40x scan has one', 0.25, levels(1, 2.0003, 4), 1024, 1, 512],
    ['a 20x scan', 0.4942, levels(1, 4), 512, 0, 512],
    ['an 80x scan with a level of a third', 0.12, levels(1, 3, 9), 2048, 1, 683],
    ['a 60x scan', 0.17, levels(1, 2), 1536, 1, 768],
  ])('cuts 512 px at 20x where %s', (_, microns, image, sideLevel0Px, page, sideLevelPx) => {
    const cut = cutAt20x(image, microns);
    expect(cut).toMatchObject({ tilePx: 512, sideLevel0Px, sideLevelPx, level: { page } });
  });

  it('refuses a slide that is coarser than 20x', () => {
    expect(() => cutAt20x(slide, 1)).toThrow('has 1 microns a pixel, which is coarser than 20x');
  });

  it('cuts other sizes for features made elsewhere', () => {
    expect(cutTiles(levels(1, 4), 256, 1024)).toMatchObject({
      level: { page: 1 },
      sideLevelPx: 256,
    });
  });
});
