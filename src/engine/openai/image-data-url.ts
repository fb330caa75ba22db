import { readFile } from 'node:fs/promises';
import { decodeImage } from '../../model/qwen3-vl/decode-image.ts';

/**
 * An image as a data URL. PNG of eight bits and JPEG, which every server reads, go as their bytes
 * are, whatever the file is called; others are sent as a PNG of the pixels that a model in this
 * process is shown.
 *
 * @param image A file path, or the bytes of an encoded image.
 * @throws {Error} if it can't be read as an image.
 */
export async function imageDataUrl(image: string | Uint8Array): Promise<string> {
  const bytes = typeof image === 'string' ? await readFile(image) : Buffer.from(image);
  const type = typeAsIs(bytes);
  if (type !== undefined) return `data:${type};base64,${bytes.toString('base64')}`;
  const { default: sharp } = await import('sharp');
  const { width, height, data } = await decodeImage(image);
  const png = await sharp(data, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  return `data:image/png;base64,${png.toString('base64')}`;
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);

/** In a PNG its header chunk comes first: 8 bytes of signature, 8 of the chunk, width, height, depth. */
const PNG_DEPTH_AT = 24;

function typeAsIs(bytes: Buffer): 'image/png' | 'image/jpeg' | undefined {
  if (bytes.subarray(0, JPEG.length).equals(JPEG)) return 'image/jpeg';
  const png = bytes.subarray(0, PNG.length).equals(PNG);
  return png && (bytes[PNG_DEPTH_AT] ?? 16) <= 8 ? 'image/png' : undefined;
}
