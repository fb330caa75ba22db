import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
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
      remedy: 'run the audit again: audit run writes it',
      cause,
    });
  });
  const parsed = manifestSchema.safeParse(parseJson(bytes.toString('utf8'), location));
  if (parsed.success) return { manifest: parsed.data, bytes };
  const [issue] = parsed.error.issues;
  throw unusable(location, `${issue!.path.join('.')}: ${issue!.message}`, parsed.error);
}

/** The media that a manifest lists. @throws {AuditError} for a line that is none. */
export async function readMediaListing(folder: string, file: string): Promise<ListedMedium[]> {
  const location = join(folder, file);
  const text = await readFile(location, 'utf8');
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => {
      const place = `${location}:${index + 1}`;
      const parsed = listedMediumSchema.safeParse(parseJson(line, place));
      if (parsed.success) return parsed.data;
      throw unusable(place, 'is no medium with path, file and sha256', parsed.error);
    });
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
