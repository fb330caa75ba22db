import { expect, it } from 'vitest';
import { npy } from '../../test/npy.ts';
import { openNpy } from './npy.ts';

/** Written by numpy 1.24.2: np.save of arange(6, dtype="<i2").reshape(1, 2, 3) - 2, and of its Fortran copy in ">f4". */
const WRITTEN = {
  'C order':
    'k05VTVBZAQB2AHsnZGVzY3InOiAnPGkyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDEsIDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAr+////AAABAAIAAwA=',
  'Fortran order, big-endian':
    'k05VTVBZAQB2AHsnZGVzY3InOiAnPmY0JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMSwgMiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIArAAAAAP4AAAL+AAABAAAAAAAAAAEBAAAA=',
};

it.each(Object.entries(WRITTEN))('reads what numpy wrote in %s', (_, base64) => {
  const volume = openNpy(Buffer.from(base64, 'base64'));
  expect(volume.dimensions).toEqual([3, 2, 1]);
  const voxels = Array.from({ length: volume.voxelCount }, (_, i) => volume.voxel(i));
  expect(voxels).toEqual([-2, -1, 0, 1, 2, 3]);
});

it('says which integers the voxels are', () => {
  expect(openNpy(npy('<i2', [2], new Uint8Array(4))).integer).toEqual({ bits: 16, signed: true });
  expect(openNpy(npy('|u1', [2], new Uint8Array(2))).integer).toEqual({ bits: 8, signed: false });
  expect(openNpy(npy('<f8', [1], new Uint8Array(8))).integer).toBeUndefined();
});

it.each([
  ['another file', new TextEncoder().encode('no array, just text'), 'not a .npy file'],
  ['a cut file', npy('<i2', [4], new Uint8Array(6)), 'the file is cut off'],
  ['half of a header', npy('<i2', [4], new Uint8Array(8)).subarray(0, 40), 'the file is cut off'],
  ['objects', npy('|O', [1], new Uint8Array(8)), "numpy type 'descr': '|O' is not supported"],
  ['float16', npy('<f2', [1], new Uint8Array(2)), "numpy type 'descr': '<f2' is not supported"],
])('refuses %s', (_, bytes, message) => {
  expect(() => openNpy(bytes)).toThrow(message);
});
