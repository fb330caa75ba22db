import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { openCheckpoint } from '../../checkpoint/checkpoint.ts';
import { readSafetensors } from '../../checkpoint/safetensors.ts';
import { largestDifference } from '../../parity/stage.ts';
import { parseQwen3VlConfig } from './config.ts';
import { decodeImage } from './decode-image.ts';
import {
  type ImageProcessor,
  processImage,
  resizeImage,
  stockImageProcessor,
} from './image-processor.ts';
import { smartResize } from './smart-resize.ts';

const FIXTURES = join(import.meta.dirname, '../../../test/fixtures');
const checkpoint = await openCheckpoint(join(FIXTURES, 'tiny-qwen3vl'));
const stock = stockImageProcessor(checkpoint, parseQwen3VlConfig(checkpoint));
/** Limits of ms-swift's route (MAX_PIXELS 1024 x 1024). */
const swift: ImageProcessor = {
  ...stock,
  rule: 'pil',
  limits: { factor: 32, minPixels: 1024, maxPixels: 1024 * 1024, smallestSide: 32 },
};
const { images } = JSON.parse(readFileSync(join(FIXTURES, 'preprocess/manifest.json'), 'utf8')) as {
  images: readonly { name: string }[];
};

describe.each(images.map(({ name }) => name))('%s', (name) => {
  it.each([
    ['stock', stock],
    ['swift', swift],
  ] as const)('has the pixels of the %s route to the bit', async (route, processor) => {
    const image = await decodeImage(join(FIXTURES, `preprocess/in/${name}.png`));
    const resized = resizeImage(image, processor, name);
    const expected = await sharp(join(FIXTURES, `preprocess/out/${name}.${route}.png`))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([resized.width, resized.height]).toEqual([expected.info.width, expected.info.height]);
    expect(expected.info.channels).toBe(3);
    expect(largestDifference(resized.data, expected.data)).toBe(0);
  });
});

describe('processImage', () => {
  it('cuts patches in the order of the reference', async () => {
    const tensors = await readSafetensors(join(FIXTURES, 'cases/qwen_image.safetensors'));
    const levels = tensors.get('pixel_u8')!.data as Uint8Array;
    const image = await processImage(join(FIXTURES, 'media/odd_517x389.png'), stock);
    expect([1, image.grid.height, image.grid.width]).toEqual([
      ...(tensors.get('image_grid_thw')!.data as Int32Array),
    ]);
    expect(image.tokens).toBe(192);
    expect(image.patches).toEqual(Float32Array.from(levels, (level) => (level - 127.5) / 127.5));
  });

  it('tells images apart by their pixels, not their files', async () => {
    const path = join(FIXTURES, 'media/small_150x100.png');
    const again = await sharp(path).png({ compressionLevel: 1 }).toBuffer();
    const other = await sharp(path).negate({ alpha: false }).png().toBuffer();
    const { pixelHash } = await processImage(path, stock);
    expect((await processImage(again, stock)).pixelHash).toBe(pixelHash);
    expect((await processImage(other, stock)).pixelHash).not.toBe(pixelHash);
  });

  it('refuses an image more than 200 times as long as wide', async () => {
    const strip = { width: 402, height: 2, channels: 3, background: 'red' } as const;
    const png = await sharp({ create: strip }).png().toBuffer();
    await expect(processImage(png, stock)).rejects.toThrow(
      'image: has 402 x 2 px, more than 200 times as long as wide; cut it into pieces',
    );
  });
});

describe('decodeImage', () => {
  it('refuses 40,000 x 40,000 px from the header alone', async () => {
    await expect(decodeImage(pngHeader(40_000, 40_000))).rejects.toThrow(
      'image: has 40000 x 40000 px; an image has at least 1 and at most 178956970 px',
    );
  });

  it('refuses a zero side, a missing file and bytes that are no image', async () => {
    await expect(decodeImage(pngHeader(0, 5))).rejects.toThrow(
      'image: can not be read as an image',
    );
    await expect(decodeImage('missing.png')).rejects.toThrow(
      'missing.png: can not be read as an image',
    );
    await expect(decodeImage(new Uint8Array(10))).rejects.toThrow(
      'image: can not be read as an image',
    );
  });
});

describe('smartResize', () => {
  it('rounds halves to even', () => {
    const limits = { factor: 32, minPixels: 1, maxPixels: 2 ** 24 };
    // 80 / 32 = 2.5 and 112 / 32 = 3.5
    expect(smartResize({ width: 80, height: 112 }, limits)).toEqual({ width: 64, height: 128 });
  });

  it('shrinks what is above the limit to below it', () => {
    const limits = { factor: 32, minPixels: 1, maxPixels: 64 * 1024 };
    // sqrt(600 * 400 / 65536) = 1.913...: 313.5 and 209.0 round down to 288 and 192.
    expect(smartResize({ width: 600, height: 400 }, limits)).toEqual({ width: 288, height: 192 });
  });
});

/** The start of a PNG file that claims a size, with a right checksum. */
function pngHeader(width: number, height: number): Buffer {
  const chunk = Buffer.alloc(17);
  chunk.write('IHDR');
  chunk.writeUInt32BE(width, 4);
  chunk.writeUInt32BE(height, 8);
  chunk.set([8, 2, 0, 0, 0], 12);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(13);
  frame.writeUInt32BE(crc32(chunk), 4);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const end = Buffer.from('0000000049444154789c030000000001', 'hex');
  return Buffer.concat([signature, frame.subarray(0, 4), chunk, frame.subarray(4), end]);
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
