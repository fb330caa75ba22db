import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { Dataset } from 'h5wasm/node';
import { halfToFloat } from '../../checkpoint/half-to-float.ts';
import { AuditError } from '../../errors.ts';
import { roundToBfloat16 } from './bfloat16.ts';

/** The tiles of a slide. */
export interface SlideFeatures {
  /** f32[tiles, featureDim], rounded to bfloat16 as the authors do. */
  readonly features: Float32Array;
  readonly tiles: number;
  /** SHA-256 of the features. */
  readonly contentHash: string;
}

const HDF5_SIGNATURE = Buffer.from('\x89HDF\r\n\x1a\n', 'latin1');

/**
 * Reads the `features` of a slide from HDF5 in the layout of Trident. `coords` must be there, as
 * for the authors' code, and are not used: the model knows nothing of where a tile lies.
 *
 * @throws {AuditError} for a file that can not be read, without coordinates or tiles, of another
 *   width, or with numbers that are not finite.
 */
export async function readSlide(path: string, featureDim: number): Promise<SlideFeatures> {
  // The library reports a file that is none to the terminal, so the signature is looked at first.
  const signature = await readStart(path).catch((cause: unknown) => {
    throw unusable(path, 'can not be read', cause);
  });
  if (!signature.equals(HDF5_SIGNATURE)) throw unusable(path, 'is no HDF5 file');
  const hdf5 = await import('h5wasm/node');
  await hdf5.ready;
  const file = new hdf5.File(path, 'r');
  try {
    const dataset = file.get('features');
    if (!(dataset instanceof hdf5.Dataset)) throw unusable(path, 'has no dataset "features"');
    if (file.get('coords') === null) throw unusable(path, 'has no dataset "coords"');
    // Trident writes [tiles, width]; some tools add a first axis of one.
    const shape = (dataset.shape ?? []).filter(
      (size, axis, all) => axis > all.length - 3 || size > 1,
    );
    if (shape.length !== 2 || shape[1] !== featureDim) {
      const found = `[${(dataset.shape ?? []).join(', ')}]`;
      throw unusable(path, `has features ${found}, expected [tiles, ${featureDim}]`);
    }
    if (shape[0] === 0) throw unusable(path, 'has no tiles');
    return checked(path, floatsOf(dataset), shape[0]!);
  } finally {
    file.close();
  }
}

/** The numbers of a dataset. Encoders that ran in half precision leave float16 behind. */
function floatsOf(dataset: Dataset): Float32Array {
  const { metadata } = dataset;
  if (dataset.dtype !== '<e') return Float32Array.from(dataset.value as Float32Array);
  // The library has no container for float16, but one for the bits of it: unsigned integers.
  metadata.type = 0;
  return Float32Array.from(dataset.value as Uint16Array, halfToFloat);
}

async function readStart(path: string): Promise<Buffer> {
  const file = await open(path);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(8), 0, 8, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function checked(path: string, features: Float32Array, tiles: number): SlideFeatures {
  const wrong = features.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    const tile = Math.floor(wrong / (features.length / tiles));
    throw unusable(path, `has ${features[wrong]} among the features of tile ${tile}`);
  }
  const rounded = features.map(roundToBfloat16);
  const hash = createHash('sha256').update(new Uint8Array(rounded.buffer));
  return { features: rounded, tiles, contentHash: hash.digest('hex') };
}

function unusable(location: string, problem: string, cause?: unknown): AuditError {
  return new AuditError({
    code: 'slide-unreadable',
    location,
    problem,
    remedy: 'give an HDF5 file with the "features" of the tile encoder the model was trained with',
    cause,
  });
}
