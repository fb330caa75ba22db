import { readFile } from 'node:fs/promises';
import type { Progress } from '../progress.ts';
import { silentProgress } from '../progress.ts';
import { loadSharp, maxPixels } from './reuse/decode-image.ts';
import { openNifti } from './reuse/nifti-content.ts';

/** Options of `renderThumbnails`. */
export interface ThumbnailOptions {
  /** Longest side (default 160). */
  readonly sizePx?: number;
  /** Media shown at most, the first ones of the map (default: all). */
  readonly limit?: number;
  readonly progress?: Progress;
}

/**
 * Small pictures of media for a report, as WebP data URIs: images as they are, volumes by their
 * middle slice. The same file gives the same bytes. Media that can't be shown are left out.
 *
 * @param files Media path to absolute file.
 * @returns Media path to `data:image/webp;base64,…`.
 */
export async function renderThumbnails(
  files: ReadonlyMap<string, string>,
  options: ThumbnailOptions = {},
): Promise<ReadonlyMap<string, string>> {
  const { sizePx = 160, limit = files.size, progress = silentProgress } = options;
  const wanted = [...files].slice(0, limit);
  const task = progress.start('Making thumbnails', wanted.length);
  const thumbnails = new Map<string, string>();
  for (const [path, file] of wanted) {
    const picture = await renderThumbnail(path, file, sizePx);
    if (picture) thumbnails.set(path, `data:image/webp;base64,${picture.toString('base64')}`);
    task.advance();
  }
  task.done();
  return thumbnails;
}

async function renderThumbnail(
  path: string,
  file: string,
  sizePx: number,
): Promise<Buffer | undefined> {
  try {
    const sharp = await loadSharp();
    const bytes = await readFile(file);
    const input = /\.nii(\.gz)?$/i.test(path)
      ? await middleSlice(bytes)
      : sharp(bytes, { limitInputPixels: maxPixels });
    return await input
      .resize(sizePx, sizePx, { fit: 'inside', withoutEnlargement: true })
      .flatten()
      .webp({ quality: 70 })
      .toBuffer();
  } catch {
    // What can't be decoded stands in the evidence with its reason; a report only lacks its picture.
    return undefined;
  }
}

/** The middle slice of a volume along its third axis, stretched between its extremes. */
async function middleSlice(bytes: Uint8Array) {
  const sharp = await loadSharp();
  const { dimensions, voxel } = await openNifti(bytes);
  const [width = 1, height = 1, depth = 1] = dimensions;
  const start = Math.floor(depth / 2) * width * height;
  const values = Float64Array.from({ length: width * height }, (_, i) => voxel(start + i));
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  const grey = Uint8Array.from(values, (value) => (255 * (value - low)) / (high - low || 1));
  // NIfTI rows run from the feet or the back upwards; pictures run downwards.
  return sharp(grey, { raw: { width, height, channels: 1 } }).flip();
}
