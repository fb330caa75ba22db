import { AuditError } from '../../errors.ts';
import type { RgbImage } from './resize-bicubic.ts';
import type { ImageSize } from './smart-resize.ts';

/** Pillow refuses larger images as decompression bombs (twice its warning limit). */
const MOST_PIXELS = 178_956_970;

/**
 * The pixels of an image as Pillow's `open(...).convert('RGB')` gives them: alpha is dropped
 * and not blended, orientation tags and colour profiles are ignored, 16-bit grey saturates
 * at 255 (16-bit colour keeps its high bytes).
 *
 * @param image a file path, or the bytes of an encoded image.
 * @throws {AuditError} for an image that is missing, damaged, empty or too large.
 */
export async function decodeImage(image: string | Uint8Array): Promise<RgbImage> {
  return await withImage(image, async (open, { width, height, depth, channels }) => {
    if (depth === 'ushort' && channels === 1) return saturated(await grey16(open()), width, height);
    const data = await open().toColourspace('srgb').removeAlpha().raw().toBuffer();
    return { width, height, data };
  });
}

/**
 * The size that `decodeImage` would find, without decoding.
 *
 * @throws {AuditError} for an image that is missing, damaged, empty or too large.
 */
export async function imageSize(image: string | Uint8Array): Promise<ImageSize> {
  return await withImage(image, async (_, { width, height }) => ({ width, height }));
}

type Sharp = import('sharp').Sharp;

async function withImage<Result>(
  image: string | Uint8Array,
  work: (open: () => Sharp, header: import('sharp').Metadata) => Promise<Result>,
): Promise<Result> {
  const { default: sharp } = await import('sharp');
  const location = typeof image === 'string' ? image : 'image';
  const open = () => sharp(image, { limitInputPixels: false, ignoreIcc: true, failOn: 'error' });
  try {
    const header = await open().metadata();
    checkSize(location, header);
    return await work(open, header);
  } catch (cause) {
    if (cause instanceof AuditError) throw cause;
    const reason = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0];
    throw new AuditError({
      code: 'image-unreadable',
      location,
      problem: `can not be read as an image (${reason})`,
      remedy: 'check the path, or save the image again as PNG or JPEG',
      cause,
    });
  }
}

function checkSize(location: string, { width, height }: ImageSize): void {
  if (width > 0 && height > 0 && width * height <= MOST_PIXELS) return;
  throw new AuditError({
    code: 'image-size',
    location,
    problem: `has ${width} x ${height} px; an image has at least 1 and at most ${MOST_PIXELS} px`,
    remedy: 'scale it down or cut it before asking about it',
  });
}

async function grey16(image: Sharp): Promise<Uint16Array> {
  const bytes = await image.toColourspace('grey16').raw({ depth: 'ushort' }).toBuffer();
  return new Uint16Array(new Uint8Array(bytes).buffer);
}

function saturated(levels: Uint16Array, width: number, height: number): RgbImage {
  const data = new Uint8ClampedArray(levels.length * 3);
  for (let i = 0; i < levels.length; i++) data.fill(levels[i]!, 3 * i, 3 * i + 3);
  return { width, height, data: new Uint8Array(data.buffer) };
}
