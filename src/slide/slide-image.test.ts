import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { halved, slidePicture, writeSvs } from '../../test/synthetic-slide.ts';
import { writeTiff } from '../../test/tiled-tiff.ts';
import { largestDifference } from '../parity/stage.ts';
import { readRegion } from './read-region.ts';
import { openSlide, requireMicrons } from './slide-image.ts';

const picture = slidePicture(600, 440, { left: 90, top: 60, right: 500, bottom: 400 });
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'slide-image-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

/** The square of the picture, black outside. */
function square(left: number, top: number, side: number): Uint8Array {
  const data = new Uint8Array(side ** 2 * 3);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (left + x >= picture.width || top + y >= picture.height) continue;
      const source = ((top + y) * picture.width + left + x) * 3;
      data.set(picture.data.subarray(source, source + 3), (y * side + x) * 3);
    }
  }
  return data;
}

describe('openSlide', () => {
  it('finds scale and levels of an SVS among thumbnail, label and macro', async () => {
    const slide = await openSlide(await writeSvs(at('a.svs'), picture, 0.4987));
    expect(slide).toEqual({
      path: at('a.svs'),
      widthPx: 600,
      heightPx: 440,
      micronsPerPixel: 0.4987,
      levels: [
        { page: 0, widthPx: 600, heightPx: 440, downsample: 1 },
        { page: 2, widthPx: 150, heightPx: 110, downsample: 4 },
      ],
    });
  });

  it('finds the levels of a pyramid that libvips wrote, and no scale', async () => {
    const raw = { width: 600, height: 440, channels: 3 } as const;
    await sharp(picture.data, { raw })
      .tiff({ tile: true, tileWidth: 128, tileHeight: 128, pyramid: true, compression: 'jpeg' })
      .toFile(at('vips.tif'));
    const slide = await openSlide(at('vips.tif'));
    expect(slide.levels.map(({ page, widthPx }) => [page, widthPx])).toEqual([
      [0, 600],
      [1, 300],
      [2, 150],
      [3, 75],
    ]);
    expect(() => requireMicrons(slide)).toThrow(
      `${at('vips.tif')}: does not say how many microns a pixel has; give it, for example --mpp 0.25`,
    );
    expect(requireMicrons(slide, 0.5)).toBe(0.5);
  });

  it('finds levels in SubIFDs', async () => {
    const half = { picture: halved(picture), tilePx: 64 };
    const path = await writeTiff(at('sub.tif'), [
      { picture, tilePx: 64, resolution: 20_000, under: [half] },
    ]);
    const slide = await openSlide(path);
    expect(slide.micronsPerPixel).toBe(0.5);
    expect(slide.levels).toEqual([
      { page: 0, widthPx: 600, heightPx: 440, downsample: 1 },
      { page: 0, subIfd: 0, widthPx: 300, heightPx: 220, downsample: 2 },
    ]);
    const level = slide.levels[1]!;
    const { data } = await readRegion(slide, { level, x: 100, y: 60, sidePx: 40 });
    const expected = Array.from(data, (_, i) => {
      const [row, column] = [Math.floor(i / 120), Math.floor((i % 120) / 3)];
      return half.picture.data[((30 + row) * 300 + 50 + column) * 3 + (i % 3)];
    });
    expect([...data]).toEqual(expected);
  });

  it.each([
    [33_005, 'is compressed with JPEG 2000 (33005)'],
    [34_712, 'is compressed with JPEG 2000 (34712)'],
    [50_001, 'has the compression 50001'],
  ])('names the compression %i and says how to convert', async (compressionTag, problem) => {
    const path = await writeTiff(at('j2k.svs'), [{ picture, tilePx: 256, compressionTag }]);
    await expect(openSlide(path)).rejects.toThrow(`${path}: ${problem}; convert it, for example`);
  });

  it('refuses a picture without tiles, a file that is no TIFF, and none', async () => {
    const strip = await writeTiff(at('strip.tif'), [{ picture }]);
    await expect(openSlide(strip)).rejects.toThrow(`${strip}: is not cut into tiles`);
    writeFileSync(at('text.svs'), 'no picture at all, but long enough for a header');
    await expect(openSlide(at('text.svs'))).rejects.toThrow(
      'text.svs: is no TIFF that can be read',
    );
    writeFileSync(at('empty.svs'), '');
    await expect(openSlide(at('empty.svs'))).rejects.toThrow('empty.svs: is no TIFF that can be');
    await expect(openSlide(at('missing.svs'))).rejects.toThrow('missing.svs: can not be opened');
    await expect(openSlide(folder)).rejects.toThrow(`${folder}: `);
  });

  it('refuses a file whose directories were cut off', async () => {
    const path = await writeSvs(at('cut.svs'), picture, 0.5);
    truncateSync(path, 40_000);
    await expect(openSlide(path)).rejects.toThrow(`${path}: is no TIFF that can be read`);
  });
});

describe('readRegion', () => {
  it('has the pixels of the file, black beyond the slide', async () => {
    const slide = await openSlide(await writeTiff(at('plain.tif'), [{ picture, tilePx: 64 }]));
    const level = slide.levels[0]!;
    for (const [x, y, sidePx] of [
      [0, 0, 64],
      [70, 33, 150],
      [520, 380, 128],
      [600, 440, 16],
    ] as const) {
      const region = await readRegion(slide, { level, x, y, sidePx });
      expect(region).toMatchObject({ width: sidePx, height: sidePx });
      expect(largestDifference(region.data, square(x, y, sidePx))).toBe(0);
    }
  });

  it('reads JPEG tiles', async () => {
    const slide = await openSlide(await writeSvs(at('jpeg.svs'), picture, 0.5));
    const { data } = await readRegion(slide, {
      level: slide.levels[0]!,
      x: 200,
      y: 200,
      sidePx: 100,
    });
    const stored = square(200, 200, 100);
    expect(largestDifference(data, stored)).toBeLessThan(30);
    const shift = data.reduce((sum, value, i) => sum + value - stored[i]!, 0) / data.length;
    expect(Math.abs(shift)).toBeLessThan(1);
  });

  it('leaves the colours of a slide with a profile as they are stored', async () => {
    const raw = { width: 600, height: 440, channels: 3 } as const;
    const png = await sharp(picture.data, { raw }).withIccProfile('p3').png().toBuffer();
    const profile = (await sharp(png).metadata()).icc!;
    const slide = await openSlide(
      await writeTiff(at('profile.tif'), [{ picture, tilePx: 64, profile }]),
    );
    expect((await sharp(at('profile.tif')).metadata()).hasProfile).toBe(true);
    const { data } = await readRegion(slide, { level: slide.levels[0]!, x: 0, y: 0, sidePx: 200 });
    expect(largestDifference(data, square(0, 0, 200))).toBe(0);
  });

  it('names a tile that is damaged', async () => {
    const path = await writeTiff(at('tile.tif'), [{ picture, tilePx: 256, compressionTag: 7 }]);
    const slide = await openSlide(path);
    await expect(
      readRegion(slide, { level: slide.levels[0]!, x: 0, y: 0, sidePx: 64 }),
    ).rejects.toThrow(`${path}: has tiles at 0, 0 of page 0 that can not be decoded`);
  });
});
