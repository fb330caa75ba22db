import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readSafetensors } from '../checkpoint/safetensors.ts';
import type { Message, Prompt } from '../model/model.ts';

/** What the reference's decoder was given and put out for one prompt. */
export interface ReferenceOutputs {
  readonly name: string;
  readonly inputIds: Int32Array;
  /** f32[visual, hidden]: features that take the place of embeddings. */
  readonly merged: Float32Array;
  /** f32[levels, visual, hidden] */
  readonly deepstack: Float32Array;
  /** f32[vocabulary] */
  readonly lastLogits: Float32Array;
  /** f32[tokens, 8]: the logits of the first eight ids after each token. */
  readonly firstLogits: Float32Array;
  readonly greedyIds: Int32Array;
  readonly greedyLogProbs: Float32Array;
}

/** What stock transformers computed for one prompt of Qwen3-VL. */
export interface ReferenceCase extends ReferenceOutputs {
  readonly prompt: Prompt;
  /** i32[3, tokens] */
  readonly positionIds: Int32Array;
  readonly ropeDelta: number;
  /** Frames, rows and columns of patches of each image. */
  readonly grids: Int32Array;
  /** u8[patches, 1536]; empty without images. */
  readonly pixels: Uint8Array;
}

/** Reference vectors of Qwen3-VL: what a tiny checkpoint must compute. */
export interface Reference {
  readonly tokenizerCases: readonly { readonly text: string; readonly ids: readonly number[] }[];
  readonly templateCases: readonly {
    readonly messages: readonly Message[];
    readonly rendered: string;
  }[];
  /** Image files with the pixels they become on each route. */
  readonly pixelCases: readonly {
    readonly image: string;
    readonly stock: string;
    readonly pil: string;
  }[];
  readonly cases: readonly ReferenceCase[];
}

const CASES = ['qwen_image', 'qwen_two', 'qwen_text'];

/**
 * The reference vectors of stock Qwen3-VL.
 *
 * @param folder `test/fixtures` of this package, whose README says how they were made.
 */
export async function readReference(folder: string): Promise<Reference> {
  const tokenizer = await readJson<{ text: string; qwen: number[] }[]>(
    join(folder, 'tokenizer_cases.json'),
  );
  const manifest = await readJson<{ images: { name: string }[] }>(
    join(folder, 'preprocess/manifest.json'),
  );
  return {
    tokenizerCases: tokenizer.map(({ text, qwen }) => ({ text, ids: qwen })),
    templateCases: await readJson(join(folder, 'chat_template_cases.json')),
    pixelCases: manifest.images.map(({ name }) => ({
      image: join(folder, `preprocess/in/${name}.png`),
      stock: join(folder, `preprocess/out/${name}.stock.png`),
      pil: join(folder, `preprocess/out/${name}.swift.png`),
    })),
    cases: await Promise.all(CASES.map((name) => readCase(folder, name))),
  };
}

async function readCase(folder: string, name: string): Promise<ReferenceCase> {
  const tensors = await readSafetensors(join(folder, `cases/${name}.safetensors`));
  const manifest = await readJson<{ sample: { messages: Message[] }; rope_delta: number }>(
    join(folder, `cases/${name}.json`),
  );
  const ints = (key: string) => (tensors.get(key)?.data ?? new Int32Array()) as Int32Array;
  const floats = (key: string) => (tensors.get(key)?.data ?? new Float32Array()) as Float32Array;
  return {
    name,
    prompt: { messages: manifest.sample.messages.map((message) => located(message, folder)) },
    inputIds: ints('input_ids'),
    positionIds: ints('position_ids'),
    ropeDelta: manifest.rope_delta,
    grids: ints('image_grid_thw'),
    pixels: (tensors.get('pixel_u8')?.data ?? new Uint8Array()) as Uint8Array,
    merged: floats('image.merged'),
    deepstack: floats('image.deepstack'),
    lastLogits: floats('logits_last'),
    firstLogits: floats('logits_first8'),
    greedyIds: ints('gen_ids'),
    greedyLogProbs: floats('gen_logprob'),
  };
}

/** The message with its images' paths inside the folder. */
function located(message: Message, folder: string): Message {
  if (typeof message.content === 'string') return message;
  const content = message.content.map((part) =>
    part.type === 'image' ? { ...part, image: join(folder, String(part.image)) } : part,
  );
  return { ...message, content };
}

async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T;
}
