import { createHash } from 'node:crypto';
import { openNifti } from '../../media/nifti.ts';

const voxelsPerChunk = 65_536;

/** Hex SHA-256 over a volume's dimensions and its rescaled voxels as little-endian f32. */
export async function niftiContentHash(bytes: Uint8Array): Promise<string> {
  const volume = await openNifti(bytes);
  const hash = createHash('sha256').update(`nifti ${volume.dimensions.join('x')}\n`);
  const chunk = new DataView(new ArrayBuffer(4 * voxelsPerChunk));
  for (let start = 0; start < volume.voxelCount; start += voxelsPerChunk) {
    const count = Math.min(voxelsPerChunk, volume.voxelCount - start);
    for (let i = 0; i < count; i++) chunk.setFloat32(4 * i, volume.voxel(start + i) + 0, true);
    hash.update(new Uint8Array(chunk.buffer, 0, 4 * count));
  }
  return hash.digest('hex');
}
