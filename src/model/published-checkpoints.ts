import type { Architecture } from './architecture.ts';
import { BREASTGPT_8B } from './breastgpt/synthesize.ts';
import { breastGptOutlines } from './breastgpt/tensor-outlines.ts';
import { PUBLISHED_SIZES } from './qwen3-vl/published-sizes.ts';
import { type Shaped, tensorOutlines } from './qwen3-vl/tensor-outlines.ts';

/** A checkpoint that somebody published, and where it is to be had. */
export interface PublishedCheckpoint {
  readonly id: string;
  readonly hub: 'Hugging Face' | 'ModelScope';
  readonly licence: string;
  /** The hub's own command. */
  readonly download: string;
  /** Of the weights, by their shapes: two bytes a number. */
  readonly weightBytes: number;
}

interface Published extends PublishedCheckpoint {
  readonly architecture: Architecture['name'];
  readonly outlines: readonly Shaped[];
}

const QWEN = ['2b', '4b', '8b', '32b'].map((size): Published => {
  const id = `Qwen/Qwen3-VL-${size.toUpperCase()}-Instruct`;
  const outlines = tensorOutlines(PUBLISHED_SIZES[`qwen3-vl-${size}`]!);
  return {
    id,
    hub: 'Hugging Face',
    licence: 'Apache-2.0',
    download: `hf download ${id} --local-dir ${id.split('/')[1]}`,
    weightBytes: bytesOf(outlines),
    architecture: 'qwen3_vl',
    outlines,
  };
});

const BREASTGPT: Published = {
  id: 'YYangYang/BreastGPT-8B',
  hub: 'ModelScope',
  licence: 'CC BY-NC 4.0',
  download: 'modelscope download --model YYangYang/BreastGPT-8B --local_dir BreastGPT-8B',
  weightBytes: bytesOf(breastGptOutlines(BREASTGPT_8B)),
  architecture: 'breastgpt',
  outlines: breastGptOutlines(BREASTGPT_8B),
};

/**
 * The published checkpoint with the tensors of this one; a fine-tuned copy has them too.
 *
 * @param outlines every tensor of the checkpoint's architecture.
 */
export function publishedLike(
  { name }: Architecture,
  outlines: readonly Shaped[],
): PublishedCheckpoint | undefined {
  const match = [...QWEN, BREASTGPT].find(
    (published) => published.architecture === name && isEqual(published.outlines, outlines),
  );
  if (match === undefined) return undefined;
  const { id, hub, licence, download, weightBytes } = match;
  return { id, hub, licence, download, weightBytes };
}

/** Rows of the vocabulary are left out: tools that add tokens resize the table. */
function isEqual(a: readonly Shaped[], b: readonly Shaped[]): boolean {
  const text = (outlines: readonly Shaped[]): string =>
    outlines
      .map(({ name, shape }) => `${name}:${String(isTable(name) ? shape.slice(1) : shape)}`)
      .join('\n');
  return a.length === b.length && text(a) === text(b);
}

function isTable(name: string): boolean {
  return name === 'lm_head.weight' || name.endsWith('.embed_tokens.weight');
}

function bytesOf(outlines: readonly Shaped[]): number {
  return outlines.reduce((sum, { shape }) => sum + 2 * shape.reduce((a, b) => a * b, 1), 0);
}

/** A file that a checkpoint can run without, and what is taken in its place. */
export interface ReplaceableFile {
  readonly file: string;
  readonly without: string;
}

/** What is done without files that are not needed to run; empty texts are left out. */
export function replaceableFiles(architecture: Architecture['name']): readonly ReplaceableFile[] {
  return [
    {
      file: 'generation_config.json',
      without: 'answers are greedy; a release that samples would answer otherwise',
    },
    ...(architecture === 'qwen3_vl'
      ? [
          {
            file: 'preprocessor_config.json',
            without: 'images are resized by the limits of the Qwen3-VL release',
          },
        ]
      : []),
  ];
}
