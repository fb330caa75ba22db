import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { decodeImage } from './decode-image.ts';

const levels = Uint8Array.from({ length: 256 }, (_, level) => level);

/** CRC-32 as PNG wants it. */
function crc32(bytes: Uint8Array): number {
  let crc = -1;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function chunk(name: string, content: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(name), content]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(content.length);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), 4 + named.length);
  return framed;
}

/** A 16-bit grey PNG of one row, written by hand because sharp scales what it writes. */
function deepPng(values: readonly number[]): Buffer {
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 1, 16, 0, 0, 0, 0]);
  header.writeUInt32BE(values.length);
  const row = Buffer.alloc(1 + 2 * values.length);
  values.forEach((value, i) => {
    row.writeUInt16BE(value, 1 + 2 * i);
  });
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const chunks = [
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(row)),
    chunk('IEND', Buffer.alloc(0)),
  ];
  return Buffer.concat([signature, ...chunks]);
}

const raw = { width: 256, height: 1 };

describe('decodeImage', () => {
  test('keeps grey levels, stored as grey, as RGB and with alpha', async () => {
    const rgb = Buffer.from([...levels].flatMap((level) => [level, level, level]));
    const rgba = Buffer.from([...levels].flatMap((level) => [level, level, level, 100]));
    const files = [
      await sharp(levels, { raw: { ...raw, channels: 1 } })
        .png()
        .toBuffer(),
      await sharp(rgb, { raw: { ...raw, channels: 3 } })
        .png()
        .toBuffer(),
      await sharp(rgba, { raw: { ...raw, channels: 4 } })
        .png()
        .toBuffer(),
    ];
    for (const file of files) {
      const { widthPx, heightPx, pixels } = await decodeImage(file);
      expect([widthPx, heightPx, [...pixels]]).toEqual([256, 1, [...levels]]);
    }
  });

  test('weighs colours: red 77, green 150, blue 29 of 256', async () => {
    const colours = Buffer.from([255, 0, 0, 0, 255, 0, 0, 0, 255]);
    const file = await sharp(colours, { raw: { width: 3, height: 1, channels: 3 } })
      .png()
      .toBuffer();
    // (77 * 255 + 128) >> 8 = 77, (150 * 255 + 128) >> 8 = 149, (29 * 255 + 128) >> 8 = 29.
    expect([...(await decodeImage(file)).pixels]).toEqual([77, 149, 29]);
  });

  test('windows sixteen bits between the 1st and 99th percentile', async () => {
    // 200 values 1000 … 1199 and no others: the margins are 2 values each, 1002 and 1197 become 0 and 255.
    const values = Array.from({ length: 200 }, (_, i) => 1000 + i);
    const { pixels } = await decodeImage(deepPng(values));
    expect(pixels[0]).toBe(0);
    expect(pixels[2]).toBe(0);
    expect(pixels[100]).toBe(Math.round((98 / 195) * 255));
    expect(pixels[197]).toBe(255);
    expect(pixels[199]).toBe(255);
  });

  test('refuses bytes that are no picture, and a picture that is cut off', async () => {
    await expect(decodeImage(Buffer.from('not a picture'))).rejects.toThrow(/unsupported/i);
    const noise = Buffer.from(Array.from({ length: 4096 }, (_, i) => (i * 7919) % 251));
    const png = await sharp(noise, { raw: { width: 64, height: 64, channels: 1 } })
      .png()
      .toBuffer();
    await expect(decodeImage(png.subarray(0, png.length / 2))).rejects.toThrow();
  });
});
