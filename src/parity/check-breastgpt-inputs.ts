import type { BreastGptPrompt } from '../model/breastgpt/prompt.ts';
import { writeSwiftPrompt } from '../model/breastgpt/template.ts';
import { type Progress, silentProgress } from '../progress.ts';
import type { ModelExecutor } from '../runtime/model-executor.ts';
import { type BreastGptCase, levelName, mediumNames } from './breastgpt-reference.ts';
import { exactStage, largestDifference, numericStage, type ParityStage } from './stage.ts';

/** A case of BreastGPT's reference with our inputs for it. */
export interface PreparedBreastGptCase {
  readonly reference: BreastGptCase;
  readonly prepared: BreastGptPrompt;
}

const VOLUME_TOLERANCE = 1e-3;

/** Compares everything in front of the decoder: texts, pixels, ids, selections and positions. */
export async function checkBreastGptInputs(
  executor: ModelExecutor,
  cases: readonly PreparedBreastGptCase[],
  { progress = silentProgress }: { readonly progress?: Progress } = {},
): Promise<readonly ParityStage[]> {
  const task = progress.start('Encoding the reference media', cases.length);
  let selections = 0;
  let differingSelections = 0;
  let differingPositions = 0;
  for (const { reference, prepared } of cases) {
    const { kept, positionIds } = await executor.encode(prepared);
    const positions = positionIds.flatMap((axis) => [...axis]);
    if (largestDifference(positions, reference.positionIds) !== 0) differingPositions += 1;
    const names = mediumNames(prepared.media.map(({ type }) => type));
    for (const [medium, levels] of (kept ?? []).entries()) {
      for (const [level, indices] of levels.entries()) {
        const expected = reference.kept.get(`${names[medium]}.${levelName(level)}`);
        selections += 1;
        if (largestDifference(indices, expected ?? []) !== 0) differingSelections += 1;
      }
    }
    task.advance();
  }
  task.done();
  const prompts = `${cases.length} prompts`;
  const withPixels = cases.filter(({ reference }) => reference.pixels.length > 0);
  const withVolumes = cases.filter(({ reference }) => reference.greyPatches.length > 0);
  return [
    exactStage(
      'prompt text',
      prompts,
      cases.filter(
        ({ reference }) =>
          writeSwiftPrompt(reference.prompt.messages).pieces.join('') !== reference.promptText,
      ).length,
    ),
    exactStage(
      'prompt ids',
      prompts,
      cases.filter(
        ({ reference, prepared }) => largestDifference(prepared.inputIds, reference.inputIds) !== 0,
      ).length,
    ),
    numericStage(
      'image patches',
      `${withPixels.length} prompts`,
      Math.max(...withPixels.map(imageError)),
      1e-7,
    ),
    numericStage(
      'volume patches',
      `${withVolumes.length} prompts`,
      Math.max(...withVolumes.map(volumeError)),
      VOLUME_TOLERANCE,
    ),
    exactStage('kept tokens', `${selections} selections`, differingSelections),
    exactStage('position ids', prompts, differingPositions),
  ];
}

function imageError({ reference, prepared }: PreparedBreastGptCase): number {
  const found = prepared.media.flatMap((medium) =>
    medium.type === 'image' ? [...medium.image.patches] : [],
  );
  const expected = Float32Array.from(reference.pixels, (level) => (level - 127.5) / 127.5);
  return largestDifference(found, expected);
}

function volumeError({ reference, prepared }: PreparedBreastGptCase): number {
  const frames = prepared.media.flatMap((medium) =>
    medium.type === 'volume' ? medium.volume.patches : [],
  );
  return largestDifference(
    frames.flatMap((frame) => [...firstChannel(frame)]),
    reference.greyPatches,
  );
}

/** The first of the three equal channels of each patch: 512 of 1,536 columns. */
export function firstChannel(patches: Float32Array): Float32Array {
  return patches.filter((_, i) => i % 1536 < 512);
}
