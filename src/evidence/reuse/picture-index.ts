import type { Medium } from './distinct-media.ts';
import { hashOffset, hashWords, windowWords } from './fingerprint-picture.ts';
import type { MediumFingerprint } from './medium-fingerprint.ts';

/** The hashes of a set of pictures, packed for searching. Positions in the set count from 0. */
export interface PictureIndex {
  /** Index of each picture among all media. */
  readonly media: readonly number[];
  /** u32[pictures, 64]: see `hashOffset`. */
  readonly hashes: Uint32Array;
  /** u32[pictures, windows, 2]; empty when windows were not wanted. */
  readonly windows: Uint32Array;
}

/** Packs the media that have hashes worth searching and pass a filter. */
export function indexPictures(
  media: readonly Medium[],
  fingerprints: readonly MediumFingerprint[],
  wanted: (medium: Medium, index: number) => boolean,
): PictureIndex {
  const chosen = media.flatMap((medium, index) => {
    const picture = fingerprints[index]?.picture;
    return picture && !picture.featureless && wanted(medium, index) ? [index] : [];
  });
  const hasWindows = chosen.every((index) => fingerprints[index]!.picture!.windows !== undefined);
  const hashes = new Uint32Array(chosen.length * hashWords);
  const windows = new Uint32Array(hasWindows ? chosen.length * windowWords : 0);
  chosen.forEach((index, at) => {
    const picture = fingerprints[index]!.picture!;
    hashes.set(picture.hashes, at * hashWords);
    if (hasWindows) windows.set(picture.windows!, at * windowWords);
  });
  return { media: chosen, hashes, windows };
}

/** One hash of every picture: u32[pictures, symmetries, 2], all eight symmetries or upright only. */
export function hashColumn(
  { media, hashes }: PictureIndex,
  name: keyof typeof hashOffset,
  symmetries: 1 | 8,
): Uint32Array {
  const words = 2 * symmetries;
  const column = new Uint32Array(media.length * words);
  for (let i = 0; i < media.length; i++) {
    const start = i * hashWords + hashOffset[name];
    column.set(hashes.subarray(start, start + words), i * words);
  }
  return column;
}
