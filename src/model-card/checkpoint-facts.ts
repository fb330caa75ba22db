import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { type Architecture, outlinesOf } from '../model/architecture.ts';
import { BREASTGPT_QUIRKS, type ModelQuirk } from '../model/breastgpt/quirks.ts';
import type { MediaSettings } from '../model/media-settings.ts';
import { parameterCounts } from '../model/qwen3-vl/memory.ts';
import type { Shaped } from '../model/qwen3-vl/tensor-outlines.ts';

/** What a checkpoint is, by its JSON files and the headers of its weights. */
export interface CheckpointFacts {
  readonly architecture: Architecture['name'];
  readonly parameters: {
    readonly vision: number;
    readonly decoder: number;
    readonly slide: number;
  };
  /** What has to be added before the model can run; empty if nothing. */
  readonly missing: readonly string[];
  /** What a reader of a score must know about the model. */
  readonly quirks: readonly ModelQuirk[];
  /** How it takes media in, of models with a selector. */
  readonly media: MediaSettings | undefined;
}

/** The facts that `audit model inspect` and a report's model card share. */
export function checkpointFacts(
  checkpoint: Checkpoint,
  architecture: Architecture,
): CheckpointFacts {
  const outlines = outlinesOf(architecture);
  const selects = architecture.name === 'breastgpt';
  return {
    architecture: architecture.name,
    parameters: { ...parameterCounts(architecture.qwen), slide: slideParameters(outlines) },
    missing: missingParts(checkpoint, architecture, outlines),
    quirks: selects ? BREASTGPT_QUIRKS : [],
    media: selects ? architecture.config.media : undefined,
  };
}

function slideParameters(outlines: readonly Shaped[]): number {
  return outlines
    .filter(({ name }) => name.startsWith('slide.'))
    .reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
}

function missingParts(
  checkpoint: Checkpoint,
  { name: architecture }: Architecture,
  outlines: readonly Shaped[],
): readonly string[] {
  const { documents, tensors } = checkpoint;
  const files = [
    documents.tokenizer === undefined ? ['tokenizer.json'] : [],
    // BreastGPT's template is ms-swift's, which no file of the checkpoint holds.
    documents.chatTemplate === undefined && architecture === 'qwen3_vl'
      ? ['chat_template.jinja']
      : [],
  ].flat();
  const absent = outlines.flatMap(({ name, shape }) => {
    const expected = `[${shape.join(', ')}]`;
    const tensor = tensors.get(name);
    if (tensor === undefined) return [`tensor ${name} ${expected}`];
    const found = `[${tensor.shape.join(', ')}]`;
    return found === expected ? [] : [`tensor ${name} ${expected}, found ${found}`];
  });
  return [...files, ...absent];
}
