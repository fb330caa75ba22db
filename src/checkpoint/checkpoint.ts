import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { AuditError } from '../errors.ts';
import { halfToFloat } from './half-to-float.ts';
import {
  type CheckpointTensor,
  readSafetensorsHeader,
  readTensorBytes,
  TENSOR_TYPE_BYTES,
  type TensorType,
} from './safetensors.ts';

export type { CheckpointTensor, TensorType } from './safetensors.ts';

/** The JSON files of a checkpoint, parsed; undefined where there is none. */
export interface CheckpointDocuments {
  readonly config: unknown;
  readonly generationConfig: unknown;
  readonly tokenizer: unknown;
  readonly tokenizerConfig: unknown;
  readonly preprocessorConfig: unknown;
  /** The Jinja template, from whichever of its three places has one. */
  readonly chatTemplate: string | undefined;
}

/** A model folder as Hugging Face and ModelScope lay it out. Weights stay in their files. */
export interface Checkpoint {
  readonly folder: string;
  readonly tensors: ReadonlyMap<string, CheckpointTensor>;
  /** File names of the weights. */
  readonly files: readonly string[];
  readonly documents: CheckpointDocuments;
}

/** What weights may be stored as. */
const WEIGHT_TYPES: readonly TensorType[] = ['F32', 'BF16', 'F16'];

const SINGLE_FILE = 'model.safetensors';
const INDEX_FILE = 'model.safetensors.index.json';

const weightIndex = z.object({ weight_map: z.record(z.string(), z.string()) });
const templateDocument = z.object({ chat_template: z.string() });

/**
 * Opens a checkpoint folder: its JSON files, and where each tensor lies in
 * `model.safetensors` or in the shards its index names.
 *
 * @throws {AuditError} for a folder or file that is missing or damaged.
 */
export async function openCheckpoint(folder: string): Promise<Checkpoint> {
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new AuditError({
      code: 'checkpoint-missing',
      location: folder,
      problem: 'is no folder that can be read',
      remedy: 'give the folder that holds config.json and the *.safetensors files',
      cause,
    });
  });
  const documents = await readDocuments(folder, new Set(names));
  const tensors = new Map<string, CheckpointTensor>();
  const files = await weightFiles(folder, new Set(names));
  for (const [file, expected] of files) {
    for (const tensor of await readSafetensorsHeader(join(folder, file))) {
      const other = tensors.get(tensor.name);
      if (other !== undefined) {
        throw broken(
          join(folder, file),
          `has tensor ${tensor.name}, which is in ${other.file} too`,
          'remove the weights that do not belong to this checkpoint',
        );
      }
      tensors.set(tensor.name, tensor);
    }
    const absent = expected.find((name) => tensors.get(name)?.file !== file);
    if (absent !== undefined) {
      throw broken(join(folder, file), `has no tensor ${absent}, which ${INDEX_FILE} places there`);
    }
  }
  return { folder, tensors, files: [...files.keys()].sort(), documents };
}

/** The weight files, each with the tensors an index says it holds. */
async function weightFiles(
  folder: string,
  names: ReadonlySet<string>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (!names.has(INDEX_FILE)) {
    if (names.has(SINGLE_FILE)) return new Map([[SINGLE_FILE, []]]);
    throw broken(
      folder,
      `has neither ${SINGLE_FILE} nor ${INDEX_FILE}`,
      'give a folder with weights in safetensors format; convert other formats first',
    );
  }
  const parsed = weightIndex.safeParse(await readJson(folder, INDEX_FILE));
  if (!parsed.success) throw broken(join(folder, INDEX_FILE), 'has no "weight_map"');
  const files = new Map<string, string[]>();
  for (const [tensor, file] of Object.entries(parsed.data.weight_map)) {
    const listed = files.get(file);
    if (listed === undefined) files.set(file, [tensor]);
    else listed.push(tensor);
  }
  const [missing, ...others] = [...files].filter(([file]) => !names.has(file));
  if (missing !== undefined) {
    const [file, [tensor]] = missing;
    const more =
      others.length === 0 ? '' : `, and so are ${others.map(([name]) => name).join(', ')}`;
    throw broken(
      join(folder, file),
      `is missing; ${INDEX_FILE} places tensor ${tensor} there${more}`,
      others.length === 0 ? 'download the missing shard' : 'download the missing shards',
    );
  }
  return files;
}

async function readDocuments(
  folder: string,
  names: ReadonlySet<string>,
): Promise<CheckpointDocuments> {
  const read = async (name: string): Promise<unknown> =>
    names.has(name) ? await readJson(folder, name) : undefined;
  const config = await read('config.json');
  if (config === undefined) {
    throw broken(folder, 'has no config.json', 'give the folder of a whole checkpoint');
  }
  const tokenizerConfig = await read('tokenizer_config.json');
  return {
    config,
    generationConfig: await read('generation_config.json'),
    tokenizer: await read('tokenizer.json'),
    tokenizerConfig,
    preprocessorConfig: await read('preprocessor_config.json'),
    chatTemplate: names.has('chat_template.jinja')
      ? await readFile(join(folder, 'chat_template.jinja'), 'utf8')
      : (templateIn(await read('chat_template.json')) ?? templateIn(tokenizerConfig)),
  };
}

function templateIn(document: unknown): string | undefined {
  const parsed = templateDocument.safeParse(document);
  return parsed.success ? parsed.data.chat_template : undefined;
}

async function readJson(folder: string, name: string): Promise<unknown> {
  const path = join(folder, name);
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw broken(path, 'is no valid JSON', 'download the file again', cause);
  }
}

/**
 * The weight of that name, once its shape is seen to be the expected one.
 *
 * @param shape undefined stands for any size.
 * @throws {AuditError} naming the tensor, the type or shape found and what was expected.
 */
export function requireTensor(
  checkpoint: Checkpoint,
  name: string,
  shape: readonly (number | undefined)[],
): CheckpointTensor {
  const tensor = checkpoint.tensors.get(name);
  const expected = `[${shape.map((size) => size ?? 'any').join(', ')}]`;
  if (tensor === undefined) {
    throw new AuditError({
      code: 'tensor-missing',
      location: checkpoint.folder,
      problem: `has no tensor ${name} ${expected}`,
      remedy: 'give a checkpoint that is complete and of the architecture config.json names',
    });
  }
  if (!WEIGHT_TYPES.includes(tensor.type)) throw wrongType(checkpoint, tensor);
  const fits =
    tensor.shape.length === shape.length &&
    shape.every((size, axis) => size === undefined || size === tensor.shape[axis]);
  if (!fits) {
    throw new AuditError({
      code: 'tensor-shape',
      location: join(checkpoint.folder, tensor.file),
      problem: `has tensor ${name} ${tensor.type}[${tensor.shape.join(', ')}], expected ${expected}`,
      remedy: 'check that config.json belongs to these weights',
    });
  }
  return tensor;
}

/**
 * The numbers of a weight as float32, which holds every BF16 and F16 number exactly.
 *
 * @param range which of the numbers, in the order of the file; default all.
 * @throws {AuditError} for a tensor of another type, or a file that was cut since it was opened.
 */
export async function readFloats(
  checkpoint: Checkpoint,
  tensor: CheckpointTensor,
  range?: { readonly start: number; readonly count: number },
): Promise<Float32Array> {
  const numberBytes = TENSOR_TYPE_BYTES[tensor.type];
  const { start, count } = range ?? { start: 0, count: tensor.sizeBytes / numberBytes };
  const bytes = await readTensorBytes(
    join(checkpoint.folder, tensor.file),
    tensor.offsetBytes + start * numberBytes,
    count * numberBytes,
  );
  return toFloats(checkpoint, tensor, bytes);
}

function toFloats(
  checkpoint: Checkpoint,
  tensor: CheckpointTensor,
  bytes: Uint8Array<ArrayBuffer>,
): Float32Array {
  if (tensor.type === 'F32') return new Float32Array(bytes.buffer);
  if (tensor.type === 'BF16') {
    const bits = new Uint32Array(new Uint16Array(bytes.buffer));
    for (let i = 0; i < bits.length; i++) bits[i] = bits[i]! << 16;
    return new Float32Array(bits.buffer);
  }
  if (tensor.type === 'F16') return Float32Array.from(new Uint16Array(bytes.buffer), halfToFloat);
  throw wrongType(checkpoint, tensor);
}

function wrongType({ folder }: Checkpoint, { file, name, type }: CheckpointTensor): AuditError {
  return new AuditError({
    code: 'tensor-type',
    location: join(folder, file),
    problem: `has tensor ${name} of type ${type}, expected ${WEIGHT_TYPES.join(', ')}`,
    remedy: 'give a checkpoint whose weights are stored as such',
  });
}

function broken(
  location: string,
  problem: string,
  remedy = 'download the checkpoint again',
  cause?: unknown,
): AuditError {
  return new AuditError({
    code: 'damaged-checkpoint',
    location,
    problem,
    remedy,
    ...(cause === undefined ? {} : { cause }),
  });
}
