import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { createRandom } from '../../../src/statistics/index.ts';

/** Features of one slide in the layout of Trident, of tiles that nobody ever saw. */
export const slide = { path: 'histology/H071_E1_1.h5', tiles: 300, featureDim: 64 } as const;

/** A phantom: voxels in x, y, z. */
export const phantom = { path: 'radiology/R071_E1_1.nii', size: [48, 40, 36] } as const;

const seed = 71;
const tileSide = 512;
const tilesAcross = 20;

/** Writes the slide: `features` f32[tiles, featureDim] of length 1 each, `coords` i64[tiles, 2]. */
export async function writeSlide(file: string): Promise<void> {
  const { tiles, featureDim } = slide;
  const random = createRandom(seed);
  const features = new Float32Array(tiles * featureDim);
  for (let tile = 0; tile < tiles; tile++) {
    const row = features.subarray(tile * featureDim, (tile + 1) * featureDim);
    for (let i = 0; i < featureDim; i++) row[i] = random.nextFloat() + random.nextFloat() - 1;
    const length = Math.hypot(...row);
    for (let i = 0; i < featureDim; i++) row[i] = (row[i] as number) / length;
  }
  const coords = BigInt64Array.from({ length: 2 * tiles }, (_, index) => {
    const tile = Math.floor(index / 2);
    const place = index % 2 === 0 ? tile % tilesAcross : Math.floor(tile / tilesAcross);
    return BigInt(place * tileSide);
  });
  await mkdir(dirname(file), { recursive: true });
  const { default: h5wasm } = await import('h5wasm/node');
  await h5wasm.ready;
  const opened = new h5wasm.File(file, 'w');
  opened.create_dataset({ name: 'features', data: features, shape: [tiles, featureDim] });
  opened.create_dataset({ name: 'coords', data: coords, shape: [tiles, 2], dtype: '<q' });
  opened.close();
}

/** Writes the phantom as NIfTI-1 with 8-bit voxels of 4 mm. */
export async function writePhantom(file: string): Promise<void> {
  const [width, height, depth] = phantom.size;
  const header = Buffer.alloc(352);
  header.writeInt32LE(348, 0);
  for (const [axis, length] of [3, width, height, depth, 1, 1, 1, 1].entries())
    header.writeInt16LE(length, 40 + 2 * axis);
  header.writeInt16LE(2, 70); // datatype: unsigned 8 bits
  header.writeInt16LE(8, 72); // bits a voxel
  for (const [axis, size] of [1, 4, 4, 4].entries()) header.writeFloatLE(size, 76 + 4 * axis);
  header.writeFloatLE(352, 108); // where the voxels begin
  header.write('n+1\0', 344, 'latin1');
  const voxels = Buffer.alloc(width * height * depth);
  for (let index = 0; index < voxels.length; index++) {
    const place = [
      index % width,
      Math.floor(index / width) % height,
      Math.floor(index / (width * height)),
    ];
    voxels[index] = level(place as [number, number, number]);
  }
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, Buffer.concat([header, voxels]));
}

/** Grey level of a voxel: a ball in a body with two dark chambers, inside a bright shell. */
function level(place: readonly [number, number, number]): number {
  const inside = ([x, y, z]: readonly number[], [a, b, c]: readonly number[]): boolean =>
    ((place[0] - x!) / a!) ** 2 + ((place[1] - y!) / b!) ** 2 + ((place[2] - z!) / c!) ** 2 <= 1;
  const middle = [23.5, 19.5, 17.5];
  if (!inside(middle, [21, 17, 15])) return 0;
  if (!inside(middle, [19, 15, 13])) return 220;
  if (inside([33, 24, 20], [3.5, 3.5, 3.5])) return 250;
  if (inside([19, 18, 17], [3, 7, 5]) || inside([28, 18, 17], [3, 7, 5])) return 40;
  return 120;
}
