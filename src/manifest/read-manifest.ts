import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { AuditError } from '../errors.ts';
import {
  type ListedMedium,
  listedMediumSchema,
  type Manifest,
  manifestFile,
  manifestSchema,
} from './manifest.ts';

/**
 * Reads a run's manifest.
 *
 * @returns The manifest with its exact bytes, which a signature covers.
 * @throws {AuditError} if there is none, or it is not of this format.
 */
export async function readManifest(
  folder: string,
): Promise<{ readonly manifest: Manifest; readonly bytes: Uint8Array }> {
  const location = join(folder, manifestFile);
  const bytes = await readFile(location).catch((cause: unknown) => {
    throw new AuditError({
      code: 'manifest-missing',
      location,
      problem: 'is not there',
      remedy: 'name a run folder, or run the audit again: audit run writes it',
      cause,
    });
  });
  const parsed = manifestSchema.safeParse(parseJson(bytes.toString('utf8'), location));
  if (parsed.success) return { manifest: parsed.data, bytes };
  const [issue] = parsed.error.issues;
  throw unusable(location, `${issue!.path.join('.')}: ${issue!.message}`, parsed.error);
}

/** The media that a manifest lists. @throws {AuditError} for a file that is gone or a line that is no medium. */
export async function readMediaListing(
  folder: string,
  file: string,
): Promise<readonly ListedMedium[]> {
  const location = join(folder, file);
  const listed: ListedMedium[] = [];
  let number = 0;
  try {
    for await (const line of createInterface({ input: createReadStream(location) })) {
      number += 1;
      const place = `${location}:${number}`;
      const parsed = listedMediumSchema.safeParse(parseJson(line, place));
      if (!parsed.success)
        throw unusable(place, 'is no medium with path, file and sha256', parsed.error);
      listed.push(parsed.data);
    }
  } catch (error) {
    if (error instanceof AuditError) throw error;
    throw unusable(location, `can not be read (${(error as Error).message})`, error);
  }
  return listed;
}

function parseJson(text: string, location: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw unusable(location, `is no JSON (${(cause as Error).message})`, cause);
  }
}

function unusable(location: string, problem: string, cause: unknown): AuditError {
  return new AuditError({
    code: 'manifest-unusable',
    location,
    problem,
    remedy: 'it was edited or made by another version; run the audit again',
    cause,
  });
}
