import { mkdir, readdir, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type TensorOutline, writeSafetensors } from '../../checkpoint/safetensors.ts';
import { AuditError } from '../../errors.ts';
import { type Progress, silentProgress } from '../../progress.ts';
import { deriveSeed } from '../../statistics/index.ts';
import type { Qwen3VlConfig } from './config.ts';
import { withTokenizerOf } from './copied-tokenizer.ts';
import { syntheticDocuments } from './synthetic-documents.ts';
import { type Shaped, tensorOutlines } from './tensor-outlines.ts';

/** Options of `synthesizeCheckpoint`. */
export interface SynthesizeOptions {
  /** Default 0. */
  readonly seed?: number;
  /** A shard is closed before it would grow beyond this; default 5 GB. */
  readonly shardBytes?: number;
  /** A checkpoint folder whose tokenizer and chat template are taken; default a tokenizer of bytes. */
  readonly tokenizerFolder?: string;
  readonly progress?: Progress;
}

const CHUNK_NUMBERS = 2 ** 22;
/** Standard deviation of the weights, as models are initialised. */
const DEVIATION = 0.02;
const BFLOAT16_ONE = 0x3f80;

/**
 * Writes a Qwen3-VL checkpoint with random bfloat16 weights and the real names and shapes, block
 * by block, with a tokenizer of single bytes and the chat template: for tests and benchmarks.
 *
 * Matrices are normal with deviation 0.02, norms 1, biases 0; the same seed gives the same bytes.
 *
 * @param folder new or empty.
 * @throws {AuditError} if the folder holds something, the disk lacks room, or the tokenizer
 *   of `tokenizerFolder` does not fit.
 */
export async function synthesizeCheckpoint(
  config: Qwen3VlConfig,
  folder: string,
  options: SynthesizeOptions = {},
): Promise<void> {
  await writeCheckpoint(tensorOutlines(config), syntheticDocuments(config), folder, options);
}

/**
 * Writes random weights of given shapes and the files beside them.
 *
 * @param documents by file name.
 * @throws {AuditError} as `synthesizeCheckpoint`.
 */
export async function writeCheckpoint(
  shapes: readonly Shaped[],
  documents: Readonly<Record<string, string>>,
  folder: string,
  {
    seed = 0,
    shardBytes = 5e9,
    tokenizerFolder,
    progress = silentProgress,
  }: SynthesizeOptions = {},
): Promise<void> {
  const files =
    tokenizerFolder === undefined
      ? documents
      : await withTokenizerOf(tokenizerFolder, documents, embeddingRows(shapes));
  const outlines = shapes.map((outline): TensorOutline => ({ ...outline, type: 'BF16' }));
  const totalBytes = outlines.reduce((sum, outline) => sum + byteCount(outline), 0);
  await requireRoom(folder, totalBytes);
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, name), text);
  }
  const shards = intoShards(outlines, shardBytes);
  const task = progress.start('Writing random weights (MB)', totalBytes / 1e6);
  const weightMap: Record<string, string> = {};
  for (const [index, shard] of shards.entries()) {
    const file = shardName(index, shards.length);
    for (const { name } of shard) weightMap[name] = file;
    await writeSafetensors(join(folder, file), shard, function* (outline) {
      for (const chunk of randomChunks(outline, seed)) {
        yield new Uint8Array(chunk.buffer, 0, chunk.byteLength);
        task.advance(chunk.byteLength / 1e6);
      }
    });
  }
  task.done();
  if (shards.length > 1) {
    const index = { metadata: { total_size: totalBytes }, weight_map: weightMap };
    await writeFile(join(folder, 'model.safetensors.index.json'), JSON.stringify(index, null, 1));
  }
}

function embeddingRows(shapes: readonly Shaped[]): number {
  return shapes.find(({ name }) => name.endsWith('.embed_tokens.weight'))?.shape[0] ?? 0;
}

async function requireRoom(folder: string, bytes: number): Promise<void> {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new AuditError({
      code: 'folder-unusable',
      location: folder,
      problem: 'can not be made a folder',
      remedy: 'give a new folder with --out',
      cause,
    });
  });
  if ((await readdir(folder)).length > 0) {
    throw new AuditError({
      code: 'folder-not-empty',
      location: folder,
      problem: 'holds files already',
      remedy: 'give a new folder with --out',
    });
  }
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes) {
    throw new AuditError({
      code: 'disk-full',
      location: folder,
      problem: `${gigabytes(bytes)} are needed, ${gigabytes(bavail * bsize)} are free`,
      remedy: 'free some space or give a folder on another disk',
    });
  }
}

function intoShards(
  outlines: readonly TensorOutline[],
  shardBytes: number,
): readonly (readonly TensorOutline[])[] {
  const shards: TensorOutline[][] = [[]];
  let filled = 0;
  for (const outline of outlines) {
    const bytes = byteCount(outline);
    if (filled > 0 && filled + bytes > shardBytes) {
      shards.push([]);
      filled = 0;
    }
    shards.at(-1)!.push(outline);
    filled += bytes;
  }
  return shards;
}

function shardName(index: number, count: number): string {
  if (count === 1) return 'model.safetensors';
  const number = (value: number): string => String(value).padStart(5, '0');
  return `model-${number(index + 1)}-of-${number(count)}.safetensors`;
}

function* randomChunks({ name, shape }: TensorOutline, seed: number): Generator<Uint16Array> {
  const count = shape.reduce((a, b) => a * b, 1);
  if (shape.length === 1) {
    yield new Uint16Array(count).fill(name.endsWith('.bias') ? 0 : BFLOAT16_ONE);
    return;
  }
  const draw = normalSource(deriveSeed(seed, name));
  for (let done = 0; done < count; done += CHUNK_NUMBERS) {
    const chunk = new Uint16Array(Math.min(CHUNK_NUMBERS, count - done));
    draw(chunk);
    yield chunk;
  }
}

/** Fills arrays with bfloat16 normal numbers: xorshift32 picks from 65,536 quantiles. */
function normalSource(seed: number): (target: Uint16Array) => void {
  let state = seed || 1;
  return (target) => {
    for (let i = 0; i < target.length; i++) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      target[i] = NORMAL_QUANTILES[state >>> 16]!;
    }
  };
}

const NORMAL_QUANTILES = normalQuantiles();

/** Bits of the bfloat16 numbers, by summing the density: accurate enough for random weights. */
function normalQuantiles(): Uint16Array {
  const quantiles = new Float32Array(65_536);
  const step = 1e-4;
  let value = -5;
  let below = 0;
  for (let i = 0; i < quantiles.length; i++) {
    for (const target = (i + 0.5) / quantiles.length; below < target && value < 5; value += step) {
      below += (step * Math.exp(-(value ** 2) / 2)) / Math.sqrt(2 * Math.PI);
    }
    quantiles[i] = value * DEVIATION;
  }
  return Uint16Array.from(new Uint32Array(quantiles.buffer), (bits) => bits >>> 16);
}

function byteCount({ shape }: TensorOutline): number {
  return 2 * shape.reduce((a, b) => a * b, 1);
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`;
}
