import { AuditError } from '../errors.ts';
import { checkInputs } from './check-inputs.ts';
import { checkMedia } from './check-media.ts';
import { checkOutputs } from './check-outputs.ts';
import { mediaFile } from './manifest.ts';
import { readManifest } from './read-manifest.ts';

/** Whether a recorded run is still about the files that it has read. */
export interface InputState {
  /** What is not as it was, as the result names it: inputs, media, and the result and the list of media themselves. */
  readonly changed: readonly string[];
  /** Why it can't be told. */
  readonly unchecked?: string;
}

/** What a decision on a run rests on besides its inputs. */
const decisive: ReadonlySet<string> = new Set(['result.json', mediaFile]);

/**
 * Compares what a run has read with what lies there now: data files by content, media by size, dates
 * and inode where their content is known. A result that is not the one that was written counts as
 * changed. Weights are not compared: that would take longer than a decision may.
 *
 * @param folder Absolute folder of the run.
 */
export async function changedInputs(folder: string): Promise<InputState> {
  try {
    const { manifest } = await readManifest(folder);
    const outputs = await checkOutputs(folder, manifest);
    const inputs = await checkInputs(folder, manifest);
    const media = await checkMedia(folder, manifest);
    const changes = [
      ...outputs.changes.filter(({ file }) => decisive.has(file)),
      ...inputs.changes,
      ...media.changes,
    ];
    const [unchecked] = media.unchecked;
    return {
      changed: changes.map(({ file }) => file),
      ...(unchecked !== undefined && { unchecked }),
    };
  } catch (error) {
    if (error instanceof AuditError) return { changed: [], unchecked: error.message };
    throw error;
  }
}
