import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { npy } from '../../../test/npy.ts';
import { openNifti } from '../../media/nifti.ts';
import { storeVoxels } from '../../media/voxel-volume.ts';
import { processVolume, shrinkVolume, stretchLevels } from './volume-processor.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'volumes-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

interface Volume {
  /** Width, height, depth and further axes. */
  readonly sizes: readonly number[];
  readonly voxels: readonly number[];
  readonly littleEndian?: boolean;
  readonly slope?: number;
}

/** A NIfTI-1 file of int16 voxels. */
function nifti({ sizes, voxels, littleEndian = true, slope = 0 }: Volume): Uint8Array {
  const bytes = new Uint8Array(352 + 2 * voxels.length);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, 348, littleEndian);
  view.setInt16(40, sizes.length, littleEndian);
  for (let axis = 0; axis < 7; axis++) view.setInt16(42 + 2 * axis, sizes[axis] ?? 1, littleEndian);
  view.setInt16(70, 4, littleEndian); // int16
  view.setInt16(72, 16, littleEndian);
  view.setFloat32(108, 352, littleEndian);
  view.setFloat32(112, slope, littleEndian);
  bytes.set(new TextEncoder().encode('n+1\0'), 344);
  for (const [i, voxel] of voxels.entries()) view.setInt16(352 + 2 * i, voxel, littleEndian);
  return bytes;
}

async function levels(volume: Volume): Promise<number[]> {
  return [...stretchLevels(await openNifti(nifti(volume))).data];
}

describe('stretchLevels', () => {
  const sizes = [2, 2, 1];

  it('stretches the levels to 0..255, in either byte order, whatever the scale', async () => {
    const voxels = [-10, 0, 10, 30];
    // (v + 10) / 40 * 255
    const expected = [0, 63.75, 127.5, 255].map((level) => expect.closeTo(level, 3));
    expect(await levels({ sizes, voxels })).toEqual(expected);
    expect(await levels({ sizes, voxels, littleEndian: false })).toEqual(expected);
    expect(await levels({ sizes, voxels, slope: 2 })).toEqual(expected);
  });

  it('wraps around where the range exceeds 16 bits, as the authors’ code does', async () => {
    // 20,000 - -20,000 = 40,000 wraps to -25,536, and so does the range itself.
    const [low, middle, high] = await levels({ sizes: [3, 1, 1], voxels: [-20_000, 0, 20_000] });
    expect(low).toBe(-0);
    expect(middle).toBeCloseTo((20_000 / -25_536) * 255, 3);
    expect(high).toBeCloseTo(255, 3);
  });

  it('clips to a window first; half an odd width is rounded down', async () => {
    const volume = await openNifti(nifti({ sizes, voxels: [-100, 9, 11, 300] }));
    // 10 - 2 to 10 + 2: levels 8, 9, 11, 12.
    expect([...stretchLevels(volume, { width: 5, level: 10 }).data]).toEqual(
      [0, 63.75, 191.25, 255].map((level) => expect.closeTo(level, 3)),
    );
  });

  it('gives a volume of one level zeros', async () => {
    expect(await levels({ sizes, voxels: [7, 7, 7, 7] })).toEqual([0, 0, 0, 0]);
  });
});

describe('shrinkVolume', () => {
  it('resamples to a multiple of three frames, at least three', () => {
    const frames = (depth: number) =>
      shrinkVolume({ depth, height: 1, width: 1, data: new Float32Array(depth) }).depth;
    expect([1, 2, 5, 40, 48, 200].map(frames)).toEqual([3, 3, 3, 39, 48, 48]);
  });

  it('interpolates between half-pixel centres and repeats the edge', () => {
    const data = Float32Array.of(0, 60);
    // Places 0.5, 1.5, 2.5 of 3 lie at 1/3 - 1/2, 1 - 1/2 and 5/3 - 1/2 of 2.
    expect([...shrinkVolume({ depth: 2, height: 1, width: 1, data }).data]).toEqual([
      0,
      expect.closeTo(30, 4),
      60,
    ]);
  });
});

describe('processVolume', () => {
  function save(bytes: Uint8Array): string {
    const path = join(folder, 'volume.nii');
    writeFileSync(path, bytes);
    return path;
  }

  it('takes a volume of one slice, whose last frame stands twice', async () => {
    const voxels = Array.from({ length: 40 * 33 }, (_, i) => i);
    const { patches, grid, tokens } = await processVolume(
      save(nifti({ sizes: [40, 33, 1], voxels })),
    );
    // Three frames make two temporal patches; 40 x 33 becomes 32 x 32.
    expect(patches).toHaveLength(2);
    expect(grid).toEqual({ height: 2, width: 2 });
    expect(tokens).toBe(2);
    const last = patches[1]!;
    expect(last.subarray(0, 256)).toEqual(last.subarray(256, 512));
  });

  it('takes a fourth axis of one and refuses a series', async () => {
    const voxels = Array.from({ length: 2 * 32 * 32 }, (_, i) => i);
    const one = nifti({ sizes: [32, 32, 2, 1], voxels });
    expect((await processVolume(save(one))).patches).toHaveLength(2);
    const path = save(nifti({ sizes: [32, 32, 1, 2], voxels }));
    await expect(processVolume(path)).rejects.toThrow(
      `${path}: has the dimensions 32 x 32 x 1 x 2, expected three; give a .nii, .nii.gz or .npy file`,
    );
  });

  it('reads the .npy file beside a volume in its place, as the authors do', async () => {
    const path = save(nifti({ sizes: [40, 40, 3], voxels: new Array(4800).fill(0) }));
    const voxels = Float32Array.from({ length: 3 * 64 * 32 }, (_, i) => i % 97);
    writeFileSync(
      join(folder, 'volume.npy'),
      npy('<f4', [3, 64, 32], new Uint8Array(voxels.buffer)),
    );
    const { grid, patches } = await processVolume(path);
    expect(grid).toEqual({ height: 4, width: 2 });
    expect(await processVolume(join(folder, 'volume.npy'))).toEqual(
      expect.objectContaining({ patches }),
    );
  });

  it('takes voxels in memory like those of a file', async () => {
    const voxels = Array.from({ length: 3 * 40 * 33 }, (_, i) => (i * 7919) % 1000);
    let next = 0;
    const stored = storeVoxels([40, 33, 3], 'int16', () => voxels[next++]!);
    const path = save(nifti({ sizes: [40, 33, 3], voxels }));
    const window = { width: 300, level: 500 };
    expect(await processVolume(stored, window)).toEqual(await processVolume(path, window));
  });

  it('refuses voxels in memory that are no volume', async () => {
    const flat = storeVoxels([32, 32], 'uint8', () => 0);
    await expect(processVolume(flat)).rejects.toThrow(
      'a volume in memory: has the dimensions 32 x 32, expected three',
    );
    const unending = storeVoxels([32, 32, 3], 'float32', () => Number.POSITIVE_INFINITY);
    await expect(processVolume(unending)).rejects.toThrow(
      'a volume in memory: has Infinity as voxel 0',
    );
  });

  it('names a broken .npy file, not the volume it stands for', async () => {
    const path = save(nifti({ sizes: [32, 32, 1], voxels: new Array(1024).fill(0) }));
    const sibling = join(folder, 'volume.npy');
    writeFileSync(sibling, 'no array');
    await expect(processVolume(path)).rejects.toThrow(
      `${sibling}: can not be read as a volume (not`,
    );
  });

  it('refuses numbers that are not finite and frames too narrow for the authors’ code', async () => {
    const path = join(folder, 'volume.npy');
    const voxels = new Float32Array(3 * 32 * 32);
    voxels[5] = Number.NaN;
    writeFileSync(path, npy('<f4', [3, 32, 32], new Uint8Array(voxels.buffer)));
    await expect(processVolume(path)).rejects.toThrow(`${path}: has NaN as voxel 5`);
    // 1,000 rows shrink to 384, and two columns to none.
    writeFileSync(path, npy('|u1', [3, 1000, 2], new Uint8Array(6000)));
    await expect(processVolume(path)).rejects.toThrow('has frames of 0 x 384 after resizing');
    writeFileSync(path, npy('|u1', [3, 383, 1], new Uint8Array(1149)));
    await expect(processVolume(path)).rejects.toThrow('has frames of 1 x 383 after resizing');
  });

  it('names a file that is cut off, or missing', async () => {
    const path = save(nifti({ sizes: [32, 32, 2], voxels: [1, 2, 3] }));
    await expect(processVolume(path)).rejects.toThrow(`${path}: can not be read as a volume (`);
    await expect(processVolume('missing.nii')).rejects.toThrow('missing.nii: can not be read');
  });
});
