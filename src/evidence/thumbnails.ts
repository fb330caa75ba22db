import { readFile } from 'node:fs/promises';
import type { Sharp } from 'sharp';
import { openNifti } from '../media/nifti.ts';
import { type Progress, silentProgress } from '../progress.ts';
import { loadSharp, maxPixels } from './reuse/decode-image.ts';

/** How thumbnails are made. */
export interface ThumbnailOptions {
  /** Length of the longer side in pixels; default 192. Smaller pictures are not enlarged. */
  readonly sizePx?: number;
  readonly progress?: Progress;
}

/**
 * Small pictures for a report: JPEG data URIs of images, and of the middle slice of volumes.
 * A medium that can't be shown has none; the audits report unreadable media.
 *
 * @param files Media path to absolute file.
 * @returns Media path to data URI, in the order of `files`.
 */
export async function renderThumbnails(
  files: ReadonlyMap<string, string>,
  options: ThumbnailOptions = {},
): Promise<ReadonlyMap<string, string>> {
  const { sizePx = 192, progress = silentProgress } = options;
  const task = progress.start('Drawing thumbnails', files.size);
  const thumbnails = new Map<string, string>();
  for (const [path, file] of files) {
    const picture = await openPicture(file).catch(() => undefined);
    const jpeg = await picture
      ?.resize({ width: sizePx, height: sizePx, fit: 'inside', withoutEnlargement: true })
      .flatten()
      .jpeg({ quality: 72 })
      .toBuffer()
      .catch(() => undefined);
    if (jpeg) thumbnails.set(path, `data:image/jpeg;base64,${jpeg.toString('base64')}`);
    task.advance();
  }
  task.done();
  return thumbnails;
}

async function openPicture(file: string): Promise<Sharp> {
  const sharp = await loadSharp();
  const bytes = await readFile(file);
  if (/\.nii(\.gz)?$/i.test(file)) return middleSlice(bytes);
  const picture = sharp(bytes, { limitInputPixels: maxPixels });
  // Sixteen-bit pictures rarely use their range: stretched, they can be seen.
  return (await picture.metadata()).depth === 'ushort' ? picture.normalise() : picture;
}

/** The middle slice across the third axis, stretched to its own range. */
async function middleSlice(bytes: Uint8Array): Promise<Sharp> {
  const sharp = await loadSharp();
  const volume = await openNifti(bytes);
  const [width = 1, height = 1, depth = 1] = volume.dimensions;
  const start = width * height * Math.floor(depth / 2);
  const values = Float64Array.from({ length: width * height }, (_, index) =>
    volume.voxel(start + index),
  );
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const scale = high > low ? 255 / (high - low) : 0;
  const pixels = Uint8Array.from(values, (value) => Math.round((value - low) * scale));
  // NIfTI counts rows from the bottom.
  return sharp(pixels, { raw: { width, height, channels: 1 } }).flip();
}
