import { type FileHandle, open } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import type { TiffImage } from '@cogeotiff/core';
import { AuditError } from '../errors.ts';
import type { ScaleTags } from './microns-per-pixel.ts';

/** What is known of one picture in a TIFF. */
export interface TiffDirectory extends ScaleTags {
  readonly widthPx: number;
  readonly heightPx: number;
  readonly tiled: boolean;
  /** As the tag has it: 1 is none, 7 JPEG. */
  readonly compression: number;
  /** How many directories lie under this one. */
  readonly subIfds: number;
}

/**
 * The directories of a TIFF or BigTIFF, in the order of the file. Only they are read.
 *
 * @throws {AuditError} for a file that is missing, damaged or no TIFF.
 */
export async function readTiffDirectories(path: string): Promise<readonly TiffDirectory[]> {
  const file = await open(path).catch((cause: unknown) => {
    throw unreadable(path, 'can not be opened', 'check the path', cause);
  });
  try {
    const { Tiff } = await import('@cogeotiff/core');
    const tiff = await Tiff.create(await fileSource(path, file));
    return await Promise.all(tiff.images.map(describe));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw unreadable(
      path,
      `is no TIFF that can be read (${reason})`,
      'give a tiled TIFF or an SVS, whole',
      cause,
    );
  } finally {
    await file.close();
  }
}

async function fileSource(path: string, file: FileHandle) {
  const { size } = await file.stat();
  return {
    url: pathToFileURL(path),
    metadata: { size },
    async fetch(offset: number, length = size - offset): Promise<ArrayBuffer> {
      const bytes = new Uint8Array(length);
      const { bytesRead } = await file.read(bytes, 0, length, offset);
      return bytes.buffer.slice(0, bytesRead);
    },
  };
}

async function describe(image: TiffImage): Promise<TiffDirectory> {
  const { TiffTag } = await import('@cogeotiff/core');
  const description = await image.fetch(TiffTag.ImageDescription);
  const resolution = await image.fetch(TiffTag.XResolution);
  const unit = await image.fetch(TiffTag.ResolutionUnit);
  const under = await image.fetch(TiffTag.SubIFDs);
  return {
    widthPx: image.size.width,
    heightPx: image.size.height,
    tiled: image.isTiled(),
    compression: (await image.fetch(TiffTag.Compression)) ?? 1,
    subIfds: Array.isArray(under) ? under.length : Number(typeof under === 'number'),
    imageDescription: typeof description === 'string' ? description : undefined,
    resolution: Array.isArray(resolution) ? resolution[0] / resolution[1] : undefined,
    resolutionUnit: typeof unit === 'number' ? unit : undefined,
  };
}

/** @returns An error of a slide that can not be read. */
export function unreadable(
  location: string,
  problem: string,
  remedy: string,
  cause?: unknown,
): AuditError {
  return new AuditError({ code: 'slide-image-unreadable', location, problem, remedy, cause });
}
