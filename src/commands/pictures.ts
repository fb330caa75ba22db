import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AuditError } from '../errors.ts';

/** The file of a run's folder that keeps the pictures of its report. */
export const picturesFile = 'pictures.json';

const picturesSchema = z.record(z.string(), z.string().startsWith('data:image/'));

/** Small pictures by media path, one a line, so that a report can be written again without the media. */
export function pictureText(pictures: ReadonlyMap<string, string> = new Map()): string {
  return `${JSON.stringify(Object.fromEntries(pictures), null, 1)}\n`;
}

/**
 * The pictures of a recorded run; undefined where it was written without the file.
 *
 * @param folder Absolute folder of the run.
 * @throws {AuditError} if the file is none of pictures.
 */
export async function readPictures(
  folder: string,
): Promise<ReadonlyMap<string, string> | undefined> {
  const file = join(folder, picturesFile);
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
  try {
    return new Map(Object.entries(picturesSchema.parse(JSON.parse(text))));
  } catch (cause) {
    throw new AuditError({
      code: 'pictures-unusable',
      location: file,
      problem: 'does not hold pictures by media path',
      remedy: 'remove it for a report without pictures, or run the audit again',
      cause,
    });
  }
}
