import type { RgbImage } from '../src/model/qwen3-vl/resample-image.ts';
import { createRandom } from '../src/statistics/index.ts';
import { type TiffPage, writeTiff } from './tiled-tiff.ts';

/** A rectangle of tissue on glass. */
export interface TissueBox {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Tissue from pink to violet, with spots that are finer to the right, on bright glass. */
export function slidePicture(width: number, height: number, box: TissueBox, seed = 1): RgbImage {
  const random = createRandom(seed);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const inside = x >= box.left && x < box.right && y >= box.top && y < box.bottom;
      const [across, down] = [x / width, y / height];
      const wave =
        Math.sin((x * (1 + 9 * across)) / 60 + seed) * Math.cos((y * (1 + 5 * down)) / 50);
      const noise = 8 * random.nextFloat();
      const colour = inside
        ? [195 - 70 * down + 40 * wave, 70 + 40 * across + 50 * wave, 150 + 60 * down - 40 * wave]
        : [242, 240, 243];
      data.set(
        colour.map((level) => Math.round(level + noise)),
        (y * width + x) * 3,
      );
    }
  }
  return { width, height, data };
}

/** Every second pixel both ways. */
export function halved({ width, height, data }: RgbImage): RgbImage {
  const size = { width: Math.floor(width / 2), height: Math.floor(height / 2) };
  const half = new Uint8Array(size.width * size.height * 3);
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const source = (2 * y * width + 2 * x) * 3;
      half.set(data.subarray(source, source + 3), (y * size.width + x) * 3);
    }
  }
  return { ...size, data: half };
}

/**
 * An SVS as Aperio's scanners write it: the slide in JPEG tiles with its scale in words, a
 * thumbnail in a strip, a level of a quarter, label and macro photograph.
 */
export async function writeSvs(path: string, picture: RgbImage, microns: number): Promise<string> {
  const title = `Aperio Image Library v11.2.1\r\n${picture.width}x${picture.height} (256x256) JPEG/RGB Q=90`;
  const tiled = { compression: 'jpeg', tilePx: 256 } as const;
  const quarter = halved(halved(picture));
  const small = halved(halved(quarter));
  const pages: readonly TiffPage[] = [
    { ...tiled, picture, description: `${title}|AppMag = 20|MPP = ${microns}|Left = 1` },
    { picture: small, description: `${title} - thumbnail` },
    { ...tiled, picture: quarter, description: title },
    {
      picture: slidePicture(60, 90, { left: 0, top: 0, right: 0, bottom: 0 }),
      description: 'label',
    },
    {
      picture: slidePicture(90, 40, { left: 9, top: 9, right: 60, bottom: 30 }),
      description: 'macro',
    },
  ];
  return await writeTiff(path, pages);
}
