import { encoderStatus } from './encoder-record.ts';
import { type FeatureMark, readMark } from './feature-file.ts';

/** Where the features of a slide come from. */
export type FeatureOrigin =
  /** They bear no mark of ours: made elsewhere, as the model's authors made theirs. */
  | { readonly kind: 'published' }
  /** Made here, by an encoder that has or has not passed its check against published features. */
  | ({ readonly kind: 'touchstone'; readonly status: 'unverified' | 'verified' } & FeatureMark);

/** A file of features in a few words. */
export interface SlideSummary {
  readonly path: string;
  readonly tiles: number;
  readonly origin: FeatureOrigin;
}

/**
 * Where the features of a slide come from. The record of a check in the cache folder decides
 * whether they are verified, not what the file says.
 *
 * @throws {AuditError} for a file that can not be read.
 */
export async function featureOrigin(path: string, cacheFolder: string): Promise<FeatureOrigin> {
  return (await summarizeSlide(path, cacheFolder)).origin;
}

/** How many tiles a file has, and where they come from. @throws {AuditError} as `featureOrigin`. */
export async function summarizeSlide(path: string, cacheFolder: string): Promise<SlideSummary> {
  const { tiles, mark } = await readMark(path);
  if (mark === undefined) return { path, tiles, origin: { kind: 'published' } };
  const status = await encoderStatus(mark, cacheFolder);
  return { path, tiles, origin: { kind: 'touchstone', status, ...mark } };
}

/** One line for people: "slide.h5: 700 tiles, features made elsewhere". */
export function describeSlide({ path, tiles, origin }: SlideSummary): string {
  const made =
    origin.kind === 'published'
      ? 'features made elsewhere'
      : `features made here with ${origin.encoder} ${origin.fingerprint}, ${origin.status}`;
  const advice =
    origin.kind === 'touchstone' && origin.status === 'unverified'
      ? ' (audit slide check compares the encoder with published features)'
      : '';
  return `${path}: ${tiles} tiles, ${made}${advice}`;
}
