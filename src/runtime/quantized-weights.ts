import { createHash } from 'node:crypto';
import { access, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Checkpoint, type CheckpointTensor, readFloats } from '../checkpoint/checkpoint.ts';
import {
  readSafetensorsHeader,
  readTensorBytes,
  type TensorOutline,
  writeSafetensors,
} from '../checkpoint/safetensors.ts';
import { constantsOf, type Graph } from '../onnx/graph.ts';
import type { QuantizedWeight, QuantizedWeights } from '../onnx/passes/quantize-linear.ts';
import { QUANTIZED_BLOCK, quantizeBlockwise } from '../onnx/quantize-blockwise.ts';
import { storedWeight } from '../onnx/stored-weight.ts';
import { type Progress, silentProgress } from '../progress.ts';

/** Options of `quantizedWeights`. */
export interface QuantizeOptions {
  /** Where quantised weights are kept, one folder a checkpoint and width. */
  readonly cacheFolder: string;
  readonly progress?: Progress;
}

const FILE = 'weights.safetensors';
/** Changes when the file's content would. */
const LAYOUT_VERSION = 1;
const CHUNK_NUMBERS = 2 ** 22;
const COPY_BYTES = 2 ** 24;

/**
 * The quantised weights of a graph: written once, found again afterwards. The file
 * also holds the graph's other weights as stored, since a session reads one folder.
 *
 * @param graph with weights as stored.
 * @returns the folder and what lies in it.
 */
export async function quantizedWeights(
  graph: Graph,
  checkpoint: Checkpoint,
  bits: 4 | 8,
  { cacheFolder, progress = silentProgress }: QuantizeOptions,
): Promise<{ readonly folder: string; readonly weights: QuantizedWeights }> {
  const key = await cacheKey(graph, checkpoint, bits);
  const folder = join(cacheFolder, `${graph.name}-int${bits}-${key}`);
  const path = join(folder, FILE);
  const matrices = matrixNames(graph);
  const present = await access(path).then(
    () => true,
    () => false,
  );
  if (!present) {
    await mkdir(folder, { recursive: true });
    await write(path, graph, matrices, checkpoint, bits, progress);
  }
  return { folder, weights: await find(path, matrices, bits) };
}

/** Names of the stored matrices that are multiplied by. */
function matrixNames(graph: Graph): ReadonlySet<string> {
  const names = graph.nodes.flatMap((node) => storedWeight(node)?.name ?? []);
  return new Set(names);
}

/** The same for the same weight files and the same rule of quantising. */
async function cacheKey(graph: Graph, checkpoint: Checkpoint, bits: number): Promise<string> {
  const hash = createHash('sha256').update(
    JSON.stringify([LAYOUT_VERSION, bits, QUANTIZED_BLOCK, graph.name]),
  );
  for (const file of checkpoint.files) {
    const { size, mtimeMs } = await stat(join(checkpoint.folder, file));
    hash.update(JSON.stringify([checkpoint.folder, file, size, mtimeMs]));
  }
  return hash.digest('hex').slice(0, 16);
}

async function write(
  path: string,
  graph: Graph,
  matrices: ReadonlySet<string>,
  checkpoint: Checkpoint,
  bits: 4 | 8,
  progress: Progress,
): Promise<void> {
  const used = constantsOf(graph).flatMap(({ name, initializer }) =>
    initializer?.kind === 'external' ? [checkpoint.tensors.get(name)!] : [],
  );
  // A table that is also a matrix, as with tied embeddings, is kept both ways.
  const looked = tablesOf(graph);
  const outlines = used.flatMap((tensor) => [
    ...(matrices.has(tensor.name) ? quantizedOutlines(tensor, bits) : []),
    ...(!matrices.has(tensor.name) || looked.has(tensor.name) ? [tensor] : []),
  ]);
  const total = used.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const task = progress.start(`Writing int${bits} weights once to ${path} (MB)`, total / 1e6);
  await removeUnfinished(dirname(path));
  const unfinished = `${path}.${process.pid}.unfinished`;
  let scales: Float32Array[] = [];
  async function* chunks(outline: TensorOutline): AsyncGenerator<Uint8Array> {
    const [name, part] = splitName(outline.name);
    const tensor = checkpoint.tensors.get(name)!;
    if (part === 'scales') {
      for (const chunk of scales) yield bytesOf(chunk);
      scales = [];
      return;
    }
    for await (const chunk of part === 'values'
      ? quantizedChunks(checkpoint, tensor, bits, scales)
      : copiedChunks(checkpoint, tensor)) {
      yield chunk;
    }
    task.advance(tensor.sizeBytes / 1e6);
  }
  try {
    await writeSafetensors(unfinished, outlines, chunks);
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  task.done();
}

/** Removes what processes that were stopped left behind. */
async function removeUnfinished(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const writer = Number(/\.(\d+)\.unfinished$/.exec(name)?.[1]);
    if (writer > 0 && !isRunning(writer)) await rm(join(folder, name), { force: true });
  }
}

function isRunning(processId: number): boolean {
  try {
    // Signal 0 is not sent; it fails if there is no such process.
    return process.kill(processId, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Names of stored tables that rows are looked up in. */
function tablesOf(graph: Graph): ReadonlySet<string> {
  return new Set(
    graph.nodes.flatMap(({ operator, inputs }) =>
      operator === 'Gather' && inputs[0]?.initializer?.kind === 'external' ? [inputs[0].name] : [],
    ),
  );
}

function quantizedOutlines({ name, shape }: CheckpointTensor, bits: number): TensorOutline[] {
  const [rows, columns] = shape as readonly [number, number];
  const blocks = Math.ceil(columns / QUANTIZED_BLOCK);
  return [
    {
      name: `${name}:values`,
      type: 'U8',
      shape: [rows, blocks, (QUANTIZED_BLOCK * bits) / 8],
    },
    { name: `${name}:scales`, type: 'F32', shape: [rows, blocks] },
  ];
}

function splitName(name: string): readonly [name: string, part: string | undefined] {
  const [stored, part] = name.split(':');
  return [stored!, part];
}

async function* quantizedChunks(
  checkpoint: Checkpoint,
  tensor: CheckpointTensor,
  bits: 4 | 8,
  scales: Float32Array[],
): AsyncGenerator<Uint8Array> {
  const [rows, columns] = tensor.shape as readonly [number, number];
  const step = Math.max(1, Math.floor(CHUNK_NUMBERS / columns));
  for (let row = 0; row < rows; row += step) {
    const count = Math.min(step, rows - row) * columns;
    const numbers = await readFloats(checkpoint, tensor, { start: row * columns, count });
    const chunk = quantizeBlockwise(numbers, columns, bits);
    scales.push(chunk.scales);
    yield chunk.values;
  }
}

async function* copiedChunks(
  checkpoint: Checkpoint,
  tensor: CheckpointTensor,
): AsyncGenerator<Uint8Array> {
  const path = join(checkpoint.folder, tensor.file);
  for (let done = 0; done < tensor.sizeBytes; done += COPY_BYTES) {
    const size = Math.min(COPY_BYTES, tensor.sizeBytes - done);
    yield await readTensorBytes(path, tensor.offsetBytes + done, size);
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

async function find(
  path: string,
  matrices: ReadonlySet<string>,
  bits: 4 | 8,
): Promise<QuantizedWeights> {
  const tensors = new Map(
    (await readSafetensorsHeader(path)).map((tensor) => [tensor.name, tensor]),
  );
  const found = new Map<string, QuantizedWeight>();
  for (const name of matrices) {
    found.set(name, {
      values: tensors.get(`${name}:values`)!,
      scales: tensors.get(`${name}:scales`)!,
    });
  }
  return { bits, matrices: found, others: tensors };
}
