import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSafetensors } from '../checkpoint/safetensors.ts';
import type { Medium, Message, Prompt } from '../model/model.ts';
import type { ReferenceOutputs } from './reference.ts';

/** What the authors' code computed for one prompt. */
export interface BreastGptCase extends ReferenceOutputs {
  readonly prompt: Prompt;
  /** The prompt as text, one pad for each medium. */
  readonly promptText: string;
  /** i32[3, tokens] */
  readonly positionIds: Int32Array;
  /** u8[patches, 1536] of all images; empty where another case has them. */
  readonly pixels: Uint8Array;
  /** f32[patches, 512]: one channel of the volume's patches; empty where another case has it. */
  readonly greyPatches: Float32Array;
  /**
   * Features before the selection, f32[tokens, hidden] each: of all images and of all volumes, for
   * the embeddings and then for each DeepStack level; empty where another case has them.
   */
  readonly features: Readonly<Record<'image' | 'volume', readonly Float32Array[]>>;
  /** The same of some tiles of the slide; undefined where another case has them. */
  readonly tiles:
    | { readonly rows: Int32Array; readonly levels: readonly Float32Array[] }
    | undefined;
  /** Kept tokens by medium and level, as in `image0.top`, `histo0.deep2`. */
  readonly kept: ReadonlyMap<string, Int32Array>;
  /** The same in the authors' own bfloat16. */
  readonly keptInBfloat16: ReadonlyMap<string, Int32Array>;
}

type Tensors = Awaited<ReturnType<typeof readSafetensors>>;

interface Manifest {
  readonly sample: {
    readonly messages: readonly Message[];
    readonly images?: readonly string[];
    readonly videos?: readonly string[];
  };
  readonly prompt_text: string;
}

/**
 * The reference vectors of BreastGPT.
 *
 * @param folder `test/fixtures` of this package, whose README says how they were made.
 */
export async function readBreastGptReference(folder: string): Promise<readonly BreastGptCase[]> {
  const index = await readFile(join(folder, 'cases/index.json'), 'utf8');
  const { cases, token_ids: ids } = JSON.parse(index) as {
    cases: readonly string[];
    token_ids: Readonly<Record<string, number>>;
  };
  const pads = [ids['<|image_pad|>'], ids['<|video_pad|>'], ids['<|histo_pad|>']];
  const names = cases.filter((name) => !name.startsWith('qwen'));
  return await Promise.all(names.map((name) => readCase(folder, name, pads)));
}

async function readCase(
  folder: string,
  name: string,
  pads: readonly (number | undefined)[],
): Promise<BreastGptCase> {
  const text = await readFile(join(folder, `cases/${name}.json`), 'utf8');
  const { sample, prompt_text: promptText } = JSON.parse(text) as Manifest;
  const tensors = await readSafetensors(join(folder, `cases/${name}.safetensors`));
  const ints = (key: string) => (tensors.get(key)?.data ?? new Int32Array()) as Int32Array;
  const floats = (key: string) => (tensors.get(key)?.data ?? new Float32Array()) as Float32Array;
  const keptUnder = (prefix: string): Map<string, Int32Array> =>
    new Map(
      [...tensors.keys()]
        .filter((key) => key.startsWith(prefix))
        .map((key) => [key.slice(prefix.length), ints(key)]),
    );
  const inputIds = ints('input_ids');
  const embeds = floats('inputs_embeds');
  const width = embeds.length / inputIds.length;
  return {
    name,
    prompt: { messages: withMedia(sample.messages, mediaOf(sample, folder)) },
    promptText,
    inputIds,
    positionIds: ints('position_ids'),
    pixels: (tensors.get('pixel_u8')?.data ?? new Uint8Array()) as Uint8Array,
    greyPatches: floats('pixel_values_videos_gray'),
    kept: keptUnder('idx.'),
    keptInBfloat16: keptUnder('idx_bf16.'),
    features: { image: featuresOf(tensors, 'image'), volume: featuresOf(tensors, 'video') },
    tiles: tensors.has('longnet0.rows')
      ? {
          rows: ints('longnet0.rows'),
          levels: ['out', 'inter0', 'inter1', 'inter2'].map((name) => floats(`longnet0.${name}`)),
        }
      : undefined,
    merged: Float32Array.from(
      [...inputIds.keys()]
        .filter((token) => pads.includes(inputIds[token]))
        .flatMap((token) => [...embeds.subarray(token * width, (token + 1) * width)]),
    ),
    deepstack: floats('deepstack_added'),
    lastLogits: floats('logits_last'),
    firstLogits: floats('logits_first8'),
    greedyIds: ints('gen_ids'),
    greedyLogProbs: floats('gen_logprob'),
  };
}

/** The merged features, then each of the stacked DeepStack levels. */
function featuresOf(tensors: Tensors, kind: 'image' | 'video'): Float32Array[] {
  const merged = tensors.get(`${kind}.merged`)?.data as Float32Array | undefined;
  if (merged === undefined) return [];
  const deepstack = tensors.get(`${kind}.deepstack`)!.data as Float32Array;
  const size = merged.length;
  const levels = Array.from({ length: deepstack.length / size }, (_, level) =>
    deepstack.subarray(level * size, (level + 1) * size),
  );
  return [merged, ...levels];
}

function mediaOf({ images = [], videos = [] }: Manifest['sample'], folder: string): Medium[] {
  const picture = (file: string): Medium =>
    file.endsWith('.h5')
      ? { type: 'slide', slide: join(folder, file) }
      : { type: 'image', image: join(folder, file) };
  const volume = (file: string): Medium => ({ type: 'volume', volume: join(folder, file) });
  return [...images.map(picture), ...videos.map(volume)];
}

/** The media as parts of the first user message; its tags say where they stand. */
function withMedia(messages: readonly Message[], media: readonly Medium[]): Message[] {
  const first = messages.findIndex(({ role }) => role === 'user');
  return messages.map((message, i) => {
    if (i !== first || typeof message.content !== 'string') return message;
    return { ...message, content: [...media, { type: 'text', text: message.content }] };
  });
}

/** What a medium is called in `kept`, in the order of the prompt: image0, histo0, image1. */
export function mediumNames(types: readonly Medium['type'][]): readonly string[] {
  const seen = { image: 0, slide: 0, volume: 0 };
  const kinds = { image: 'image', slide: 'histo', volume: 'video' };
  return types.map((type) => `${kinds[type]}${seen[type]++}`);
}

/** What the levels of a selection are called in `kept`. */
export function levelName(level: number): string {
  return level === 0 ? 'top' : `deep${level - 1}`;
}
