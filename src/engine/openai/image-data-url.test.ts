import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeImage } from '../../model/qwen3-vl/decode-image.ts';
import { imageDataUrl } from './image-data-url.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'image-data-url-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const gradient = Buffer.from(Array.from({ length: 6 * 4 * 3 }, (_, index) => index * 3));
const picture = () => sharp(gradient, { raw: { width: 6, height: 4, channels: 3 } });

function decoded(url: string): { type: string; bytes: Buffer } {
  const [head = '', base64 = ''] = url.split(',');
  return { type: head, bytes: Buffer.from(base64, 'base64') };
}

function file(name: string, bytes: Buffer): string {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
}

describe('an image as a data URL', () => {
  test('has the bytes of a PNG or JPEG file as they are, typed by content, not by ending', async () => {
    const jpeg = await picture().jpeg().toBuffer();
    const png = await picture().png().toBuffer();
    expect(decoded(await imageDataUrl(file('a.png', jpeg)))).toEqual({
      type: 'data:image/jpeg;base64',
      bytes: jpeg,
    });
    expect(decoded(await imageDataUrl(file('b.jpg', png)))).toEqual({
      type: 'data:image/png;base64',
      bytes: png,
    });
  });

  test('has encoded bytes in memory as they are, also within a larger buffer', async () => {
    const png = await picture().png().toBuffer();
    const within = new Uint8Array(png.length + 8);
    within.set(png, 5);
    const url = await imageDataUrl(within.subarray(5, 5 + png.length));
    expect(decoded(url).bytes).toEqual(png);
  });

  test.each(['tiff', 'webp', 'gif'] as const)(
    'is a PNG of the same pixels for %s',
    async (format) => {
      const bytes = await picture()
        .toFormat(format, { lossless: true, compression: 'none' })
        .toBuffer();
      const { type, bytes: png } = decoded(await imageDataUrl(file(`c.${format}`, bytes)));
      expect(type).toBe('data:image/png;base64');
      expect(await decodeImage(png)).toEqual(await decodeImage(bytes));
    },
  );

  test('is an eight-bit PNG for 16-bit grey, saturated as Pillow does', async () => {
    const grey = Uint16Array.from([0, 100, 255, 256, 40_000, 65_535]);
    const raw = { width: 6, height: 1, channels: 1 } as const;
    const deep = await sharp(grey, { raw }).toColourspace('grey16').png().toBuffer();
    const { bytes: png } = decoded(await imageDataUrl(deep));
    expect((await sharp(png).metadata()).depth).toBe('uchar');
    const levels = [0, 100, 255, 255, 255, 255].flatMap((level) => [level, level, level]);
    expect([...(await sharp(png).raw().toBuffer())]).toEqual(levels);
  });

  test('is refused for what is no image, and for no file', async () => {
    await expect(imageDataUrl(file('d.png', Buffer.from('text')))).rejects.toThrow(
      /read as an image/,
    );
    await expect(imageDataUrl(join(folder, 'none.png'))).rejects.toThrow(/ENOENT/);
  });

  test('is read anew for each call', async () => {
    const path = file('e.jpg', await picture().jpeg().toBuffer());
    await imageDataUrl(path);
    writeFileSync(path, await picture().jpeg({ quality: 10 }).toBuffer());
    expect(decoded(await imageDataUrl(path)).bytes).toEqual(readFileSync(path));
  });
});
