import {
  integerType,
  type StoredVoxels,
  storeVoxels,
  type VoxelVolume,
} from '../media/voxel-volume.ts';
import { readVolume } from '../model/breastgpt/volume-reader.ts';
import { createRandom } from '../statistics/index.ts';

/**
 * A volume of the same dimensions, every voxel the mean. A model that stretches grey levels to
 * the range it finds, as BreastGPT does, sees it black, whatever the mean.
 *
 * @throws {AuditError} for a volume that can not be read.
 */
export async function blankVolume(file: string): Promise<StoredVoxels> {
  const volume = await readVolume(file);
  let sum = 0;
  for (let i = 0; i < volume.voxelCount; i++) sum += volume.voxel(i);
  const mean = sum / volume.voxelCount;
  return filled(volume, () => mean);
}

/**
 * A volume of the same dimensions, its voxels drawn uniformly between the smallest and the largest:
 * models stretch grey levels to the range they find, so any other would be brought to the same.
 *
 * @throws {AuditError} for a volume that can not be read.
 */
export async function noiseVolume(file: string, seed: number): Promise<StoredVoxels> {
  const volume = await readVolume(file);
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < volume.voxelCount; i++) {
    const value = volume.voxel(i);
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const random = createRandom(seed);
  return filled(
    volume,
    volume.integer === undefined
      ? () => least + random.nextFloat() * (most - least)
      : () => least + random.nextBelow(most - least + 1),
  );
}

/** Integers stay integers of their kind, rounded; all else becomes float32. */
function filled({ dimensions, integer }: VoxelVolume, next: () => number): StoredVoxels {
  if (integer === undefined) return storeVoxels(dimensions, 'float32', next);
  return storeVoxels(dimensions, integerType(integer), () => Math.round(next()));
}
