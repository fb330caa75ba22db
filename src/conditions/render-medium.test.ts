import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { npy } from '../../test/npy.ts';
import type { MediaKind } from '../benchmark/benchmark.ts';
import { readTileFeatures, type TileFeatures } from '../media/tile-features.ts';
import { type StoredVoxels, type VoxelVolume, voxelVolume } from '../media/voxel-volume.ts';
import { decodeImage } from '../model/qwen3-vl/decode-image.ts';
import type { StimulusMedium } from './condition.ts';
import { renderMedium } from './render-medium.ts';

const fixtures = join(import.meta.dirname, '../../test/fixtures/media');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'render-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Treatment = Omit<StimulusMedium, 'reference'>;
const BLANK: Treatment = { treatment: 'blank' };
const NOISE: Treatment = { treatment: 'noise', seed: 3 };

async function rendered(kind: MediaKind, file: string, treatment: Treatment): Promise<unknown> {
  const part = await renderMedium({ reference: { path: 'x', kind, file }, ...treatment });
  if (part.type === 'image') return part.image;
  return part.type === 'slide' ? part.slide : part.type === 'volume' && part.volume;
}

const image = async (file: string, treatment: Treatment) =>
  await decodeImage((await rendered('image', file, treatment)) as Uint8Array);
const slide = async (treatment: Treatment) =>
  (await rendered('features', join(fixtures, 'slide_90.h5'), treatment)) as TileFeatures;
const volume = async (file: string, treatment: Treatment): Promise<VoxelVolume> =>
  voxelVolume((await rendered('volume', file, treatment)) as StoredVoxels);

/** A picture of raw samples. */
async function picture(
  name: string,
  samples: Uint8Array | Uint16Array,
  raw: { readonly width: number; readonly height: number; readonly channels: 1 | 3 | 4 },
  orientation = 1,
): Promise<string> {
  const file = join(folder, name);
  const made = sharp(samples, { raw });
  // Metadata would bring a colour profile along, and with it other levels.
  const dressed =
    samples instanceof Uint16Array
      ? made.toColourspace('grey16')
      : made.withMetadata({ orientation });
  writeFileSync(file, await dressed.png().toBuffer());
  return file;
}

const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');
const meanOf = (values: ArrayLike<number>): number =>
  Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
const deviationOf = (values: ArrayLike<number>): number => {
  const mean = meanOf(values);
  return Math.sqrt(meanOf(Array.from(values, (value) => (value - mean) ** 2)));
};
/** Correlation of each value with the one `lag` places on. */
function autocorrelation(values: ArrayLike<number>, lag: number): number {
  const mean = meanOf(values);
  const products = Array.from(values)
    .slice(lag)
    .map((value, i) => (value - mean) * (values[i]! - mean));
  return meanOf(products) / deviationOf(values) ** 2;
}

describe('a blank image', () => {
  test('is the mean over pixels and colours, alpha apart', async () => {
    // Colours 10, 20, 30 and 200, 210, 220: mean 115. Transparency does not count.
    const samples = Uint8Array.of(10, 20, 30, 0, 200, 210, 220, 255);
    const file = await picture('alpha.png', samples, { width: 2, height: 1, channels: 4 });
    expect(await image(file, BLANK)).toEqual({
      width: 2,
      height: 1,
      data: Buffer.alloc(6, 115),
    });
  });

  test('is the mean of a 16-bit picture as a model sees it, saturated', async () => {
    const samples = Uint16Array.of(0, 100, 300, 65_535);
    const file = await picture('deep.png', samples, { width: 2, height: 2, channels: 1 });
    // (0 + 100 + 255 + 255) / 4 = 152.5
    expect((await image(file, BLANK)).data).toEqual(Buffer.alloc(12, 153));
  });
});

describe.each([
  ['blank', BLANK],
  ['noise', NOISE],
])('a %s', (_, treatment) => {
  test('image is as large as the picture that a model sees, turned or not', async () => {
    const samples = new Uint8Array(5 * 3 * 3);
    const file = await picture('turned.png', samples, { width: 5, height: 3, channels: 3 }, 6);
    const { width, height } = await decodeImage(file);
    expect(await image(file, treatment)).toMatchObject({ width, height });
    expect([width, height]).toEqual([5, 3]);
  });

  test('slide has as many tiles, a volume the same dimensions', async () => {
    const { tiles, features } = await slide(treatment);
    expect([tiles, features.length]).toEqual([90, 90 * 64]);
    const { dimensions } = await volume(join(fixtures, 'vol_40x96x80.nii.gz'), treatment);
    expect(dimensions).toEqual([80, 96, 40]);
  });

  test('image of a file that can not be read is refused', async () => {
    const file = join(folder, 'no-picture.png');
    writeFileSync(file, 'text');
    await expect(image(file, treatment)).rejects.toThrow(`${file}: can not be read as an image`);
  });
});

describe('noise in an image', () => {
  const file = join(fixtures, 'odd_517x389.png');

  test('has the same pixels on every machine', async () => {
    const { data } = await image(file, NOISE);
    expect(sha256(data)).toBe('fc53e3ba414a605adc6ef101dda806f69df9cb0e85008a57579306a29f48be8c');
  });

  test('is grey, every level about as often, and next pixels do not resemble each other', async () => {
    const { data, width } = await image(file, NOISE);
    const levels = data.filter((_, i) => i % 3 === 0);
    expect(data.every((level, i) => level === levels[Math.floor(i / 3)])).toBe(true);
    const counts = new Array<number>(256).fill(0);
    for (const level of levels) counts[level]!++;
    const expected = levels.length / 256;
    const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    // 255 degrees of freedom: mean 255, standard deviation 22.6.
    expect(Math.abs(chiSquare - 255)).toBeLessThan(4 * 22.6);
    // Standard error 1 / sqrt(201,113) = 0.0022.
    for (const lag of [1, width, width + 1])
      expect(Math.abs(autocorrelation(levels, lag))).toBeLessThan(0.009);
  });

  test('shares nothing with the picture but its size', async () => {
    const grey = await picture('grey.png', new Uint8Array(517 * 389), {
      width: 517,
      height: 389,
      channels: 1,
    });
    expect(await image(grey, NOISE)).toEqual(await image(file, NOISE));
  });

  test('hangs on the seed, and needs one', async () => {
    const other = await image(file, { treatment: 'noise', seed: 4 });
    expect(other.data).not.toEqual((await image(file, NOISE)).data);
    await expect(image(file, { treatment: 'noise' })).rejects.toThrow('noise needs a seed');
  });
});

describe('of a slide', () => {
  const features = async () => (await readTileFeatures(join(fixtures, 'slide_90.h5'))).features;

  test('a blank is one number all over', async () => {
    const values = new Set((await slide(BLANK)).features);
    expect([...values]).toEqual([Math.fround(meanOf(await features()))]);
  });

  test('noise has the mean and deviation of all its numbers, and nothing of their order', async () => {
    const noise = (await slide(NOISE)).features;
    const original = await features();
    const deviation = deviationOf(original);
    // Four standard errors; one is 1 / sqrt(5,760) = 0.013, of the deviation sqrt(0.8 / 23,040) = 0.0059.
    expect(Math.abs(meanOf(noise) - meanOf(original)) / deviation).toBeLessThan(0.053);
    expect(Math.abs(deviationOf(noise) / deviation - 1)).toBeLessThan(0.024);
    for (const lag of [1, 64]) expect(Math.abs(autocorrelation(noise, lag))).toBeLessThan(0.053);
    expect(sha256(new Uint8Array(noise.buffer))).toBe(
      '292d79b2c437cd6a52160200b2812101c75daab3456fbd9d8b17ae88df06be2e',
    );
  });
});

describe('of a volume', () => {
  const whole = (values: readonly number[]): string => {
    const file = join(folder, 'whole.npy');
    writeFileSync(file, npy('<i2', [1, 2, 3], new Uint8Array(Int16Array.from(values).buffer)));
    return file;
  };
  const real = (values: readonly number[]): string => {
    const file = join(folder, 'real.npy');
    writeFileSync(file, npy('<f4', [1, 2, 3], new Uint8Array(Float32Array.from(values).buffer)));
    return file;
  };
  const voxels = (of: VoxelVolume): number[] =>
    Array.from({ length: of.voxelCount }, (_, i) => of.voxel(i));

  test('a blank is its mean, rounded where voxels are integers', async () => {
    // -1000, 0, 0, 0, 0, 7: -993 / 6 = -165.5, which rounds up.
    const blank = await volume(whole([-1000, 0, 0, 0, 0, 7]), BLANK);
    expect(voxels(blank)).toEqual(Array(6).fill(-165));
    expect(blank.integer).toEqual({ bits: 16, signed: true });
    expect(voxels(await volume(real([0, 0, 0, 0, 0, 3]), BLANK))).toEqual(Array(6).fill(0.5));
  });

  test('noise is uniform from its smallest to its largest voxel', async () => {
    const noise = await volume(join(fixtures, 'vol_40x96x80.nii.gz'), NOISE);
    const original = await volume(join(fixtures, 'vol_40x96x80.nii.gz'), BLANK);
    expect(noise.integer).toEqual(original.integer);
    const small = await volume(whole([-3, -3, -3, -3, -3, 2]), NOISE);
    expect(
      voxels(small).every((value) => Number.isInteger(value) && value >= -3 && value <= 2),
    ).toBe(true);
    const values = voxels(noise);
    expect(Math.abs(autocorrelation(values, 1))).toBeLessThan(0.01);
    expect(sha256(new Uint8Array(Float64Array.from(values).buffer))).toBe(
      'edf4513dd555da10809bfcbff409896c750b1eb6a841783cba63d294a61424df',
    );
  });

  test('noise among real numbers stays between them', async () => {
    const values = voxels(await volume(real([0, 0, 0, 0, 0, 0.25]), NOISE));
    expect(values.every((value) => value >= 0 && value < 0.25)).toBe(true);
    expect(new Set(values).size).toBe(6);
  });
});
