import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { resizeBicubic } from '../qwen3-vl/resize-bicubic.ts';
import { resizeBilinear } from '../qwen3-vl/resize-bilinear.ts';
import { tilePatches } from './tile-processor.ts';

/** Pixels by a formula that numpy repeats. */
function pattern(
  width: number,
  height: number,
  level: (x: number, y: number, c: number) => number,
) {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i++) {
    const pixel = Math.floor(i / 3);
    data[i] = level(pixel % width, Math.floor(pixel / width), i % 3) % 256;
  }
  return { width, height, data };
}

describe('resizeBilinear', () => {
  const picture = pattern(7, 6, (x, y, c) => 7 * x * x + 13 * y * y + 29 * x * y + c * 50);

  it('has the pixels of Pillow, smaller and larger', () => {
    // Pillow 9.4: Image.resize((4, 3), BILINEAR), and the first row of resize((9, 8), BILINEAR).
    const small = [
      [28, 78, 127, 80, 130, 130, 139, 132, 130, 163, 150, 96],
      [114, 104, 150, 131, 145, 109, 112, 126, 134, 127, 135, 154],
      [146, 70, 120, 139, 103, 143, 131, 116, 112, 168, 197, 96],
    ];
    const first = [
      [0, 50, 100, 5, 55, 105, 16, 66, 116, 36, 86, 136, 63, 113, 163],
      [101, 151, 201, 147, 197, 105, 201, 165, 45, 252, 46, 96],
    ];
    expect([...resizeBilinear(picture, { width: 4, height: 3 }).data]).toEqual(small.flat());
    const large = resizeBilinear(picture, { width: 9, height: 8 });
    expect([...large.data.subarray(0, 27)]).toEqual(first.flat());
  });
});

describe('tilePatches', () => {
  const region = pattern(640, 640, (x, y, c) =>
    Math.floor((3 * x * x + 5 * y * y + 7 * x * y + 40 * c) / 97),
  );

  it('brings a region to 448 px as Trident does', () => {
    // Pillow 9.4: resize((512, 512)), which is bicubic, then resize((448, 448), BILINEAR).
    const tile = resizeBicubic(region, { width: 512, height: 512 }, 'pil');
    const { data } = resizeBilinear(tile, { width: 448, height: 448 });
    expect(createHash('sha256').update(data).digest('hex')).toBe(
      '3dc52f2e692f43fba9dea115d1aedcf59f8eae851493a5d4dde30500fe177a3f',
    );
  });

  it('normalises by channel and lays patches out as the convolution reads them', () => {
    const level = (x: number, y: number, c: number) => x + 2 * y + 60 * c;
    const patches = tilePatches(pattern(448, 448, level), 448, 16);
    const at = (patch: number, channel: number, y: number, x: number) =>
      patches[patch * 768 + channel * 256 + y * 16 + x];
    // Patch 29 is the second of the second row: x from 16, y from 16.
    expect(at(29, 0, 0, 0)).toBeCloseTo((48 / 255 - 0.485) / 0.229, 5);
    expect(at(29, 2, 3, 1)).toBeCloseTo(((17 + 38 + 120) / 255 - 0.406) / 0.225, 5);
    expect(at(783, 1, 15, 15)).toBeCloseTo((((447 * 3 + 60) % 256) / 255 - 0.456) / 0.224, 5);
  });
});
