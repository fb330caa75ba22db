import { readFile, stat } from 'node:fs/promises';
import { AuditError } from '../../errors.ts';
import { openNifti } from '../../media/nifti.ts';
import { openNpy } from '../../media/npy.ts';
import type { VoxelVolume } from '../../media/voxel-volume.ts';

/**
 * Reads a volume as the authors' template does: a .npy file beside a .nii or .nii.gz, of the
 * same name, takes its place. Axes are width, height and depth; spacing and direction
 * do not count.
 *
 * @throws {AuditError} for a file that can not be read, or is not three-dimensional.
 */
export async function readVolume(path: string): Promise<VoxelVolume> {
  const sibling = path.replaceAll('.nii.gz', '.npy').replaceAll('.nii', '.npy');
  const isArray = await stat(sibling).then(
    () => true,
    () => false,
  );
  const file = isArray ? sibling : path;
  const volume = await readFile(file)
    .then((bytes) => (isArray ? openNpy(bytes) : openNifti(bytes)))
    .catch((cause: unknown) => {
      const reason = (cause instanceof Error ? cause.message : String(cause)).split('\n')[0];
      throw unusableVolume(file, `can not be read as a volume (${reason})`, cause);
    });
  const sizes = volume.dimensions;
  // ITK drops trailing axes of one from NIfTI files; numpy keeps them.
  const flat = !isArray && sizes.slice(3).every((size) => size === 1);
  if (sizes.length < 3 || (sizes.length > 3 && !flat) || sizes.some((size) => size < 1)) {
    throw unusableVolume(file, `has the dimensions ${sizes.join(' x ')}, expected three`);
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
