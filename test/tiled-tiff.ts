import { writeFileSync } from 'node:fs';
import sharp from 'sharp';
import type { RgbImage } from '../src/model/qwen3-vl/resample-image.ts';

/** One directory of a TIFF as a test wants it. */
export interface TiffPage {
  readonly picture: RgbImage;
  /** Default 'none'. */
  readonly compression?: 'none' | 'jpeg';
  /** Side of a tile; undefined for one strip. */
  readonly tilePx?: number;
  readonly description?: string;
  /** Pixels a centimetre. */
  readonly resolution?: number;
  /** Smaller pictures in SubIFDs. */
  readonly under?: readonly TiffPage[];
  /** Written in place of the number of the compression. */
  readonly compressionTag?: number;
  /** An ICC profile. */
  readonly profile?: Uint8Array;
}

type Entry = readonly [tag: number, type: 2 | 3 | 4 | 5 | 7, values: readonly number[] | string];

const TYPE_BYTES = { 2: 1, 3: 2, 4: 4, 5: 8, 7: 1 } as const;
/** Bytes of each number as it is written: a ratio is two. */
const NUMBER_BYTES = { 2: 1, 3: 2, 4: 4, 5: 4, 7: 1 } as const;

/** Writes a little-endian classic TIFF with the given directories, one after another. */
export async function writeTiff(path: string, pages: readonly TiffPage[]): Promise<string> {
  const file = new TiffFile();
  let link = 4;
  for (const page of pages) link = await file.add(page, link);
  writeFileSync(path, file.bytes());
  return path;
}

/** A file that grows at its end; a link is a place that is to hold an offset. */
class TiffFile {
  #bytes = Buffer.from([0x49, 0x49, 42, 0, 0, 0, 0, 0]);

  bytes(): Buffer {
    return this.#bytes;
  }

  /** Appends pixels and directory. @returns The directory's link to the next one. */
  async add(page: TiffPage, link: number): Promise<number> {
    const pieces: number[] = [];
    const sizes: number[] = [];
    for (const piece of await piecesOf(page)) {
      pieces.push(this.#append(piece));
      sizes.push(piece.length);
    }
    const subIfds: number[] = [];
    for (const each of page.under ?? []) {
      await this.add(each, -1);
      subIfds.push(this.#last);
    }
    return this.#directory(entriesOf(page, { pieces, sizes, subIfds }), link);
  }

  /** Where the last directory begins. */
  #last = 0;

  #directory(entries: readonly Entry[], link: number): number {
    const placed = entries.map(([tag, type, values]) => {
      const data = encode(type, values);
      const entry = Buffer.alloc(12);
      entry.writeUInt16LE(tag, 0);
      entry.writeUInt16LE(type, 2);
      entry.writeUInt32LE(data.length / TYPE_BYTES[type], 4);
      if (data.length <= 4) data.copy(entry, 8);
      else entry.writeUInt32LE(this.#append(data), 8);
      return entry;
    });
    const count = Buffer.alloc(2);
    count.writeUInt16LE(entries.length);
    this.#last = this.#append(Buffer.concat([count, ...placed, Buffer.alloc(4)]));
    if (link >= 0) this.#bytes.writeUInt32LE(this.#last, link);
    return this.#bytes.length - 4;
  }

  #append(data: Buffer): number {
    const start = this.#bytes.length;
    this.#bytes = Buffer.concat([this.#bytes, data, Buffer.alloc(data.length % 2)]);
    return start;
  }
}

/** What the tags say, in the order of their numbers. */
function entriesOf(
  { picture, tilePx, compression, description, resolution, compressionTag, profile }: TiffPage,
  placed: Readonly<Record<'pieces' | 'sizes' | 'subIfds', readonly number[]>>,
): readonly Entry[] {
  const isJpeg = compression === 'jpeg';
  const strip = tilePx === undefined;
  const listed: readonly (readonly [...Entry, written?: boolean])[] = [
    [256, 4, [picture.width]],
    [257, 4, [picture.height]],
    [258, 3, [8, 8, 8]],
    [259, 3, [compressionTag ?? (isJpeg ? 7 : 1)]],
    [262, 3, [isJpeg ? 6 : 2]],
    [270, 2, description ?? '', description !== undefined],
    [273, 4, placed.pieces, strip],
    [277, 3, [3]],
    [278, 4, [picture.height], strip],
    [279, 4, placed.sizes, strip],
    [282, 5, [resolution ?? 0, 1], resolution !== undefined],
    [283, 5, [resolution ?? 0, 1], resolution !== undefined],
    [284, 3, [1]],
    [296, 3, [3], resolution !== undefined],
    [322, 4, [tilePx ?? 0], !strip],
    [323, 4, [tilePx ?? 0], !strip],
    [324, 4, placed.pieces, !strip],
    [325, 4, placed.sizes, !strip],
    [330, 4, placed.subIfds, placed.subIfds.length > 0],
    [530, 3, [1, 1], isJpeg],
    [34_675, 7, [...(profile ?? [])], profile !== undefined],
  ];
  return listed
    .filter(([, , , written = true]) => written)
    .map(([tag, type, values]) => [tag, type, values]);
}

function encode(type: Entry[1], values: Entry[2]): Buffer {
  if (typeof values === 'string') return Buffer.from(`${values}\0`);
  const bytes = NUMBER_BYTES[type];
  const data = Buffer.alloc(values.length * bytes);
  for (const [i, value] of values.entries()) data.writeUIntLE(value, i * bytes, bytes);
  return data;
}

/** Tiles row by row, filled up with white, or the whole picture as one strip. */
async function piecesOf({ picture, tilePx, compression }: TiffPage): Promise<readonly Buffer[]> {
  if (tilePx === undefined) return [Buffer.from(picture.data)];
  const tiles: Buffer[] = [];
  for (let top = 0; top < picture.height; top += tilePx) {
    for (let left = 0; left < picture.width; left += tilePx) {
      const tile = Buffer.alloc(tilePx ** 2 * 3, 255);
      const width = Math.min(tilePx, picture.width - left);
      for (let row = 0; row < Math.min(tilePx, picture.height - top); row++) {
        const start = ((top + row) * picture.width + left) * 3;
        tile.set(picture.data.subarray(start, start + width * 3), row * tilePx * 3);
      }
      tiles.push(compression === 'jpeg' ? await jpeg(tile, tilePx) : tile);
    }
  }
  return tiles;
}

async function jpeg(pixels: Buffer, side: number): Promise<Buffer> {
  const raw = { width: side, height: side, channels: 3 as const };
  return await sharp(pixels, { raw }).jpeg({ quality: 90, chromaSubsampling: '4:4:4' }).toBuffer();
}
