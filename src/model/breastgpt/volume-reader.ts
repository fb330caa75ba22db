import { readFile, stat } from 'node:fs/promises';
import { AuditError } from '../../errors.ts';
import { openNifti } from '../../media/nifti.ts';
import { openNpy } from '../../media/npy.ts';
import { type StoredVoxels, type VoxelVolume, voxelVolume } from '../../media/voxel-volume.ts';

/**
 * The file that is read for a volume: as in the authors' template, a .npy beside a .nii or .nii.gz,
 * of the same name, takes its place.
 */
export async function volumeFile(path: string): Promise<string> {
  const sibling = path.replaceAll('.nii.gz', '.npy').replaceAll('.nii', '.npy');
  const isThere = await stat(sibling).then(
    () => true,
    () => false,
  );
  return isThere ? sibling : path;
}

/**
 * Reads a volume as the authors' template does. Axes are width, height and depth; spacing and
 * direction do not count.
 *
 * @param volume a .nii, .nii.gz or .npy file (see `volumeFile`), or the voxels themselves.
 * @throws {AuditError} for a file that can not be read, or a volume that is not three-dimensional.
 */
export async function readVolume(volume: string | StoredVoxels): Promise<VoxelVolume> {
  if (typeof volume !== 'string') {
    return requireThreeAxes('a volume in memory', voxelVolume(volume), false);
  }
  const file = await volumeFile(volume);
  const isArray = file.endsWith('.npy');
  const opened = await readFile(file)
    .then((bytes) => (isArray ? openNpy(bytes) : openNifti(bytes)))
    .catch((cause: unknown) => {
      const reason = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0];
      throw unusableVolume(file, `can not be read as a volume (${reason})`, cause);
    });
  // ITK drops trailing axes of one from NIfTI files; numpy keeps them.
  return requireThreeAxes(file, opened, !isArray);
}

function requireThreeAxes(
  location: string,
  volume: VoxelVolume,
  mayHaveFlatAxes: boolean,
): VoxelVolume {
  const sizes = volume.dimensions;
  const flat = mayHaveFlatAxes && sizes.slice(3).every((size) => size === 1);
  if (sizes.length < 3 || (sizes.length > 3 && !flat) || sizes.some((size) => size < 1)) {
    throw unusableVolume(location, `has the dimensions ${sizes.join(' x ')}, expected three`);
  }
  return volume;
}

/** The error for a volume that the model can not take. */
export function unusableVolume(location: string, problem: string, cause?: unknown): AuditError {
  return new AuditError({
    code: 'volume-unreadable',
    location,
    problem,
    remedy: 'give a .nii, .nii.gz or .npy file with one three-dimensional series',
    cause,
  });
}
