import { AuditError } from '../errors.ts';
import { readManifest } from './read-manifest.ts';
import { checkInputs, checkMedia } from './verify-manifest.ts';

/** Whether a recorded run is still about the files that it has read. */
export interface InputState {
  /** Inputs that are not as they were, as the result names them. */
  readonly changed: readonly string[];
  /** Why it can't be told. */
  readonly unchecked?: string;
}

/**
 * Compares what a run has read with what lies there now: data files by content, media by size, date
 * and inode where their content is known.
 *
 * @param folder Absolute folder of the run.
 */
export async function changedInputs(folder: string): Promise<InputState> {
  try {
    const { manifest } = await readManifest(folder);
    const checks = [await checkInputs(folder, manifest), await checkMedia(folder, manifest)];
    const changed = checks.flatMap(({ changes }) => changes.map(({ file }) => file));
    const [redacted] = checks[1]!.unchecked;
    return { changed, ...(redacted !== undefined && { unchecked: redacted }) };
  } catch (error) {
    if (error instanceof AuditError) return { changed: [], unchecked: error.message };
    throw error;
  }
}
