import { createHash } from 'node:crypto';
import { unusable } from '../../media/hdf5-file.ts';
import { readTileFeatures, type TileFeatures } from '../../media/tile-features.ts';
import { roundToBfloat16 } from './bfloat16.ts';

/** The tiles of a slide, rounded to bfloat16 as the authors do. */
export interface SlideFeatures extends TileFeatures {
  /** SHA-256 of the features. */
  readonly contentHash: string;
}

/**
 * The features of a slide as the model takes them. It knows nothing of where a tile lies.
 *
 * @param slide an HDF5 file in the layout of Trident, or the features themselves.
 * @throws {AuditError} for a file that can not be read, without coordinates or tiles, for features
 *   of another width, or numbers that are not finite.
 */
export async function readSlide(
  slide: string | TileFeatures,
  featureDim: number,
): Promise<SlideFeatures> {
  if (typeof slide === 'string') {
    return checked(slide, await readTileFeatures(slide, featureDim));
  }
  const { features, tiles } = slide;
  if (tiles < 1 || features.length !== tiles * featureDim) {
    const found = `${features.length} features for ${tiles} tiles`;
    throw unusable('a slide in memory', `has ${found}, expected ${featureDim} a tile`);
  }
  return checked('a slide in memory', slide);
}

function checked(location: string, { features, tiles }: TileFeatures): SlideFeatures {
  const wrong = features.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) {
    const tile = Math.floor(wrong / (features.length / tiles));
    throw unusable(location, `has ${features[wrong]} among the features of tile ${tile}`);
  }
  const rounded = features.map(roundToBfloat16);
  const hash = createHash('sha256').update(new Uint8Array(rounded.buffer));
  return { features: rounded, tiles, contentHash: hash.digest('hex') };
}
