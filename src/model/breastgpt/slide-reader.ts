import { createHash } from 'node:crypto';
import { floatsOf, requireDataset, unusable, withHdf5 } from '../../media/hdf5-file.ts';
import { roundToBfloat16 } from './bfloat16.ts';

/** The tiles of a slide. */
export interface SlideFeatures {
  /** f32[tiles, featureDim], rounded to bfloat16 as the authors do. */
  readonly features: Float32Array;
  readonly tiles: number;
  /** SHA-256 of the features. */
  readonly contentHash: string;
}

/**
 * Reads the `features` of a slide from HDF5 in the layout of Trident. `coords` must be there, as
 * for the authors' code, and are not used: the model knows nothing of where a tile lies.
 *
 * @throws {AuditError} for a file that can not be read, without coordinates or tiles, of another
 *   width, or with numbers that are not finite.
 */
export async function readSlide(path: string, featureDim: number): Promise<SlideFeatures> {
  return await withHdf5(path, 'r', (file) => {
    const dataset = requireDataset(file, 'features');
    requireDataset(file, 'coords');
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
  });
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
