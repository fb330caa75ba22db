import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { z } from 'zod';
import { AuditError } from '../errors.ts';

/** Element types as safetensors files spell them. */
export type TensorType =
  | 'F64'
  | 'F32'
  | 'F16'
  | 'BF16'
  | 'I64'
  | 'I32'
  | 'I16'
  | 'I8'
  | 'U8'
  | 'BOOL';

/** Where one tensor lies. */
export interface CheckpointTensor {
  readonly name: string;
  readonly type: TensorType;
  readonly shape: readonly number[];
  /** File name in the checkpoint's folder. */
  readonly file: string;
  /** From the start of the file. */
  readonly offsetBytes: number;
  readonly sizeBytes: number;
}

/** Bytes of one number. */
export const TENSOR_TYPE_BYTES: Readonly<Record<TensorType, number>> = {
  F64: 8,
  F32: 4,
  F16: 2,
  BF16: 2,
  I64: 8,
  I32: 4,
  I16: 2,
  I8: 1,
  U8: 1,
  BOOL: 1,
};

/** The largest header the reference library accepts. */
const LARGEST_HEADER_BYTES = 100_000_000;
const LENGTH_BYTES = 8;
const LARGEST_READ_BYTES = 2 ** 30;

const size = z.number().int().nonnegative();
const headerEntry = z.object({
  dtype: z.string(),
  shape: z.array(size),
  data_offsets: z.tuple([size, size]),
});

/**
 * The tensors of a safetensors file. Only the header is read; every tensor is checked
 * to lie inside the file, to have the bytes its shape needs, and to touch no other.
 *
 * Format: https://huggingface.co/docs/safetensors
 *
 * @throws {AuditError} naming the tensor, what was found and what was expected.
 */
export async function readSafetensorsHeader(path: string): Promise<readonly CheckpointTensor[]> {
  const file = await openFile(path);
  try {
    const status = await file.stat();
    if (!status.isFile()) throw damaged(path, 'is no file');
    const fileBytes = status.size;
    const headerBytes = await readHeaderLength(file, path, fileBytes);
    const header = await readHeaderJson(file, path, headerBytes);
    const dataStart = LENGTH_BYTES + headerBytes;
    const tensors = Object.entries(header)
      .filter(([name]) => name !== '__metadata__')
      .map(([name, entry]) => parseEntry(path, name, entry, dataStart));
    tensors.sort((a, b) => a.offsetBytes - b.offsetBytes || a.sizeBytes - b.sizeBytes);
    checkLayout(path, tensors, dataStart, fileBytes);
    return tensors;
  } finally {
    await file.close();
  }
}

async function readHeaderLength(
  file: FileHandle,
  path: string,
  fileBytes: number,
): Promise<number> {
  if (fileBytes < LENGTH_BYTES) {
    throw damaged(path, `has ${fileBytes} bytes, too few for a safetensors header`);
  }
  const bytes = await readFully(file, path, 0, LENGTH_BYTES);
  const length = new DataView(bytes.buffer).getBigUint64(0, true);
  if (length > BigInt(LARGEST_HEADER_BYTES)) {
    throw damaged(path, `claims a header of ${length} bytes; the most is ${LARGEST_HEADER_BYTES}`);
  }
  if (Number(length) > fileBytes - LENGTH_BYTES) {
    throw damaged(path, `claims a header of ${length} bytes but has ${fileBytes} bytes in all`);
  }
  return Number(length);
}

async function readHeaderJson(
  file: FileHandle,
  path: string,
  headerBytes: number,
): Promise<Record<string, unknown>> {
  const bytes = await readFully(file, path, LENGTH_BYTES, headerBytes);
  try {
    return z
      .record(z.string(), z.unknown())
      .parse(JSON.parse(Buffer.from(bytes.buffer).toString()));
  } catch (cause) {
    throw damaged(path, 'has a header that is no JSON object', undefined, cause);
  }
}

function parseEntry(
  path: string,
  name: string,
  entry: unknown,
  dataStart: number,
): CheckpointTensor {
  const parsed = headerEntry.safeParse(entry);
  if (!parsed.success) {
    throw damaged(path, `describes tensor ${name} without type, shape and two offsets`);
  }
  const { dtype, shape, data_offsets: offsets } = parsed.data;
  if (!Object.hasOwn(TENSOR_TYPE_BYTES, dtype)) {
    const known = Object.keys(TENSOR_TYPE_BYTES).join(', ');
    throw damaged(path, `has tensor ${name} of type ${dtype}; known types: ${known}`);
  }
  const type = dtype as TensorType;
  const sizeBytes = offsets[1] - offsets[0];
  const needed = shape.reduce((a, b) => a * b, TENSOR_TYPE_BYTES[type]);
  if (sizeBytes !== needed) {
    throw damaged(
      path,
      `gives tensor ${name} ${sizeBytes} bytes; ${type}[${shape.join(', ')}] takes ${needed}`,
    );
  }
  return {
    name,
    type,
    shape,
    file: basename(path),
    offsetBytes: dataStart + offsets[0],
    sizeBytes,
  };
}

/** Tensors fill the file from the header to the end, one after another. */
function checkLayout(
  path: string,
  tensors: readonly CheckpointTensor[],
  dataStart: number,
  fileBytes: number,
): void {
  let end = dataStart;
  let previous = 'the header';
  for (const tensor of tensors) {
    if (tensor.offsetBytes !== end) {
      const how = tensor.offsetBytes < end ? 'overlaps' : 'leaves a hole after';
      throw damaged(path, `has tensor ${tensor.name}, which ${how} ${previous}`);
    }
    end += tensor.sizeBytes;
    previous = tensor.name;
    if (end > fileBytes) {
      throw damaged(
        path,
        `has ${fileBytes} bytes, but tensor ${tensor.name} ends at byte ${end}`,
        'the download was cut short: download the file again',
      );
    }
  }
  if (end !== fileBytes) {
    throw damaged(path, `has ${fileBytes - end} bytes after its last tensor`);
  }
}

function damaged(path: string, problem: string, remedy?: string, cause?: unknown): AuditError {
  return new AuditError({
    code: 'damaged-checkpoint',
    location: path,
    problem,
    remedy: remedy ?? 'save or download the file again',
    ...(cause === undefined ? {} : { cause }),
  });
}

/**
 * Bytes of a safetensors file. One call to the system may give fewer than asked for, and
 * gives 2 GB at most.
 *
 * @throws {AuditError} if the file can not be opened or ends before them.
 */
export async function readTensorBytes(
  path: string,
  offsetBytes: number,
  sizeBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const file = await openFile(path);
  try {
    return await readFully(file, path, offsetBytes, sizeBytes);
  } finally {
    await file.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  return await open(path).catch((cause: unknown) => {
    throw damaged(path, 'can not be opened', 'download the file again', cause);
  });
}

async function readFully(
  file: FileHandle,
  path: string,
  offsetBytes: number,
  sizeBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(sizeBytes);
  let done = 0;
  while (done < sizeBytes) {
    const length = Math.min(sizeBytes - done, LARGEST_READ_BYTES);
    const { bytesRead } = await file.read(bytes, done, length, offsetBytes + done);
    if (bytesRead === 0) {
      throw damaged(
        path,
        `ends at byte ${offsetBytes + done}, but was to be read up to byte ${offsetBytes + sizeBytes}`,
        'something changes the file: read it again once it is complete',
      );
    }
    done += bytesRead;
  }
  return bytes;
}

/** A tensor with its numbers, in the array type of its element type. */
export interface LoadedTensor {
  readonly type: TensorType;
  readonly shape: readonly number[];
  /** BF16 and F16 are given as their 16 bits. */
  readonly data:
    | Float64Array
    | Float32Array
    | Uint16Array
    | BigInt64Array
    | Int32Array
    | Int16Array
    | Int8Array
    | Uint8Array;
}

const ARRAY_OF = {
  F64: Float64Array,
  F32: Float32Array,
  F16: Uint16Array,
  BF16: Uint16Array,
  I64: BigInt64Array,
  I32: Int32Array,
  I16: Int16Array,
  I8: Int8Array,
  U8: Uint8Array,
  BOOL: Uint8Array,
} as const;

/** A whole safetensors file in memory; for small files. */
export async function readSafetensors(path: string): Promise<ReadonlyMap<string, LoadedTensor>> {
  const tensors = await readSafetensorsHeader(path);
  const file = await openFile(path);
  try {
    const loaded = new Map<string, LoadedTensor>();
    for (const { name, type, shape, offsetBytes, sizeBytes } of tensors) {
      const bytes = await readFully(file, path, offsetBytes, sizeBytes);
      loaded.set(name, { type, shape, data: new ARRAY_OF[type](bytes.buffer) });
    }
    return loaded;
  } finally {
    await file.close();
  }
}

/** A tensor to be written. */
export interface TensorOutline {
  readonly name: string;
  readonly type: TensorType;
  readonly shape: readonly number[];
}

/**
 * Writes a safetensors file tensor by tensor, so that it may be larger than memory.
 *
 * @param tensors in the order in which they will lie in the file.
 * @param chunksOf the bytes of one tensor, in pieces of any size.
 * @throws {RangeError} if the pieces of a tensor are not as long as its shape needs.
 */
export async function writeSafetensors(
  path: string,
  tensors: readonly TensorOutline[],
  chunksOf: (tensor: TensorOutline) => AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): Promise<void> {
  const file = await open(path, 'w');
  try {
    await file.write(safetensorsHeader(tensors));
    for (const tensor of tensors) {
      let written = 0;
      for await (const chunk of chunksOf(tensor)) {
        await file.writeFile(chunk);
        written += chunk.byteLength;
      }
      if (written !== byteCount(tensor)) {
        throw new RangeError(
          `writeSafetensors: ${tensor.name} takes ${byteCount(tensor)} bytes, got ${written}`,
        );
      }
    }
  } finally {
    await file.close();
  }
}

function safetensorsHeader(tensors: readonly TensorOutline[]): Buffer {
  let end = 0;
  const entries = tensors.map((tensor) => {
    const start = end;
    end += byteCount(tensor);
    return [tensor.name, { dtype: tensor.type, shape: tensor.shape, data_offsets: [start, end] }];
  });
  const json = JSON.stringify(Object.fromEntries(entries));
  // Padded with spaces, so that the data starts at a multiple of 8 bytes.
  const text = Buffer.from(json + ' '.repeat(-Buffer.byteLength(json) & 7));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeBigUInt64LE(BigInt(text.byteLength));
  return Buffer.concat([length, text]);
}

function byteCount({ type, shape }: TensorOutline): number {
  return shape.reduce((a, b) => a * b, TENSOR_TYPE_BYTES[type]);
}
