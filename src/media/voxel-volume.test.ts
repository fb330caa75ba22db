import { expect, test } from 'vitest';
import { integerType, storeVoxels, type VoxelType, voxelVolume } from './voxel-volume.ts';

const extremes: readonly (readonly [VoxelType, readonly number[]])[] = [
  ['uint8', [0, 255]],
  ['int8', [-128, 127]],
  ['uint16', [0, 65_535]],
  ['int16', [-32_768, 32_767]],
  ['uint32', [0, 4_294_967_295]],
  ['int32', [-2_147_483_648, 2_147_483_647]],
  ['float32', [-0.5, 1.5]],
  ['float64', [-0.1, Number.MAX_VALUE]],
];

test.each(extremes)('%s voxels are read as they were stored', (type, values) => {
  let next = 0;
  const volume = voxelVolume(storeVoxels([2, 1, 1], type, () => values[next++]!));
  expect([volume.voxelCount, volume.voxel(0), volume.voxel(1)]).toEqual([2, ...values]);
  expect(volume.integer && integerType(volume.integer)).toBe(
    type.startsWith('float') ? undefined : type,
  );
});
