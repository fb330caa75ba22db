import { floatsOf, requireDataset, unusable, withHdf5 } from './hdf5-file.ts';

/** The tiles of a slide, each as its encoder saw it. */
export interface TileFeatures {
  /** f32[tiles, featureDim] */
  readonly features: Float32Array;
  readonly tiles: number;
}

/**
 * Reads the `features` of a slide from HDF5 in the layout of Trident. `coords` must be there, as
 * for BreastGPT's code, and are not read.
 *
 * @param featureDim Numbers a tile must have; undefined: as many as it has.
 * @throws {AuditError} for a file that can not be read, without coordinates or tiles, or of another
 *   width.
 */
export async function readTileFeatures(path: string, featureDim?: number): Promise<TileFeatures> {
  return await withHdf5(path, 'r', (file) => {
    const dataset = requireDataset(file, 'features');
    requireDataset(file, 'coords');
    // Trident writes [tiles, width]; some tools add a first axis of one.
    const shape = (dataset.shape ?? []).filter(
      (size, axis, all) => axis > all.length - 3 || size > 1,
    );
    if (shape.length !== 2 || shape[1] !== (featureDim ?? shape[1])) {
      const found = `[${(dataset.shape ?? []).join(', ')}]`;
      throw unusable(path, `has features ${found}, expected [tiles, ${featureDim ?? 'width'}]`);
    }
    if (shape[0] === 0) throw unusable(path, 'has no tiles');
    return { features: floatsOf(dataset), tiles: shape[0]! };
  });
}
