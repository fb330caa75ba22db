import { expect, test } from 'vitest';
import { clippedContent } from './clipped-content.ts';
import { contentBox } from './content-box.ts';
import type { GreyImage } from './grey-image.ts';
import { areaResample } from './resample.ts';

/** A 60 x 40 gradient inside a frame of one grey level. */
function framed(
  level: number,
  frame: { left: number; top: number; right: number; bottom: number },
): GreyImage {
  const widthPx = 60 + frame.left + frame.right;
  const heightPx = 40 + frame.top + frame.bottom;
  const pixels = new Uint8Array(widthPx * heightPx).fill(level);
  for (let y = 0; y < 40; y++) {
    for (let x = 0; x < 60; x++) {
      pixels[(y + frame.top) * widthPx + x + frame.left] = 60 + 2 * x + ((7 * y) % 40);
    }
  }
  return { widthPx, heightPx, pixels };
}

const wholeRange = { low: 0, high: 255 };

test.each([0, 255])('drops a frame of level %i and the two lines after it', (level) => {
  const image = framed(level, { left: 10, top: 4, right: 0, bottom: 7 });
  expect(contentBox(image, wholeRange)).toEqual({ left: 12, top: 6, right: 70, bottom: 42 });
});

test('keeps a picture that has no frame', () => {
  const image = framed(0, { left: 0, top: 0, right: 0, bottom: 0 });
  expect(contentBox(image, wholeRange)).toEqual({ left: 0, top: 0, right: 60, bottom: 40 });
});

test('keeps a picture that is nothing but frame', () => {
  const image = { widthPx: 50, heightPx: 50, pixels: new Uint8Array(2500).fill(17) };
  expect(contentBox(image, wholeRange)).toEqual({ left: 0, top: 0, right: 50, bottom: 50 });
});

test('content is the same with and without a frame, brightness and contrast', () => {
  const plain = framed(0, { left: 0, top: 0, right: 0, bottom: 0 });
  const darker = { ...plain, pixels: plain.pixels.map((level) => level / 2 + 10) };
  const [first, second] = [plain, darker].map((image) => clippedContent(image, () => 16));
  expect(first?.raster.values.length).toBe(256);
  first?.raster.values.forEach((value, i) => {
    expect(Math.abs(value - second!.raster.values[i]!)).toBeLessThan(2);
  });
});

test('averaging weighs pixels by the area that lies in a cell', () => {
  // Three pixels on two cells: (10 + 20 / 2) / 1.5 and (20 / 2 + 40) / 1.5.
  const row = { widthPx: 3, heightPx: 1, pixels: Uint8Array.of(10, 20, 40) };
  const box = { left: 0, top: 0, right: 3, bottom: 1 };
  const { values } = areaResample(row, box, 2, 1);
  expect(values[0]).toBeCloseTo(13.333, 3);
  expect(values[1]).toBeCloseTo(33.333, 3);
});

test('averaging repeats pixels when there are fewer of them than cells', () => {
  const row = { widthPx: 2, heightPx: 1, pixels: Uint8Array.of(10, 20) };
  const { values } = areaResample(row, { left: 0, top: 0, right: 2, bottom: 1 }, 4, 1);
  expect([...values]).toEqual([10, 10, 20, 20]);
});
