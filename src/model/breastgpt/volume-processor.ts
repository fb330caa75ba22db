import { createHash } from 'node:crypto';
import type { IntegerKind, StoredVoxels, VoxelVolume } from '../../media/voxel-volume.ts';
import type { VolumeWindow } from '../media-settings.ts';
import { bicubicShares } from '../qwen3-vl/resize-bicubic.ts';
import { LARGEST_ASPECT_RATIO, smartResize } from '../qwen3-vl/smart-resize.ts';
import { type PatchGrid, patchOrder } from '../qwen3-vl/vision-inputs.ts';
import { readVolume, unusableVolume } from './volume-reader.ts';

/** A volume as the vision tower takes it, two frames a temporal patch. */
export interface ProcessedVolume {
  /** f32[frames / 2][patches, 3 * 2 * patchSize^2] */
  readonly patches: readonly Float32Array[];
  /** Of one frame. */
  readonly grid: PatchGrid;
  /** Vision tokens of all temporal patches. */
  readonly tokens: number;
  readonly pixelHash: string;
  /** Voxels before resizing. */
  readonly source: { readonly width: number; readonly height: number; readonly depth: number };
}

/** f32[depth, height, width] */
export interface GreyVolume {
  readonly depth: number;
  readonly height: number;
  readonly width: number;
  readonly data: Float32Array;
}

const MAX_FRAMES = 48;
const MAX_SIDE = 384;
const PATCH_SIZE = 16;
const MERGE_SIZE = 2;

/**
 * Reads a volume and makes patches of it as the authors' script does: grey levels clipped to
 * the window if there is one and stretched to 0..255, at most 48 frames of 384 x 384,
 * trilinear, then sides brought to multiples of 32 by bicubic resizing without rounding.
 *
 * Source: BreastGPT's template, MODEL.md section 4.
 *
 * @param given a file, or the voxels themselves.
 * @throws {AuditError} for a file that can not be read, is not three-dimensional, has numbers that
 *   are not finite, or is so narrow that the authors' code fails.
 */
export async function processVolume(
  given: string | StoredVoxels,
  window?: VolumeWindow,
): Promise<ProcessedVolume> {
  const volume = await readVolume(given);
  const frames = framesOf(typeof given === 'string' ? given : 'a volume in memory', volume, window);
  const grid = { height: frames.height / PATCH_SIZE, width: frames.width / PATCH_SIZE };
  const patches: Float32Array[] = [];
  for (let frame = 0; frame < frames.depth; frame += 2) {
    // An odd last frame stands twice.
    patches.push(toPatches(frames, grid, [frame, Math.min(frame + 1, frames.depth - 1)]));
  }
  const hash = createHash('sha256').update(`${frames.depth}x${frames.height}x${frames.width}:`);
  hash.update(new Uint8Array(frames.data.buffer, 0, frames.data.byteLength));
  return {
    patches,
    grid,
    tokens: (patches.length * grid.height * grid.width) / MERGE_SIZE ** 2,
    pixelHash: hash.digest('hex'),
    source: sizeOf(volume),
  };
}

function sizeOf({ dimensions }: VoxelVolume): ProcessedVolume['source'] {
  const [width, height, depth] = dimensions as readonly [number, number, number];
  return { width, height, depth };
}

function framesOf(path: string, volume: VoxelVolume, window?: VolumeWindow): GreyVolume {
  for (let i = 0; volume.integer === undefined && i < volume.voxelCount; i++) {
    if (Number.isFinite(volume.voxel(i))) continue;
    throw unusableVolume(path, `has ${volume.voxel(i)} as voxel ${i}`);
  }
  const shrunk = shrinkVolume(stretchLevels(volume, window));
  const { height, width } = shrunk;
  if (height < 2 || width < 2) {
    throw unusableVolume(path, `has frames of ${width} x ${height} after resizing, too narrow`);
  }
  if (Math.max(height, width) / Math.min(height, width) > LARGEST_ASPECT_RATIO) {
    throw unusableVolume(path, `has frames of ${width} x ${height}, an aspect ratio above 200`);
  }
  return resizeFrames(shrunk);
}

/** (v - min) / (max - min + 1e-6) * 255; the difference wraps around in the file's integers. */
export function stretchLevels(volume: VoxelVolume, window?: VolumeWindow): GreyVolume {
  const data = new Float32Array(volume.voxelCount);
  const clip = clipTo(window);
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < data.length; i++) {
    const value = clip(volume.voxel(i));
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  const wrap = wrapAround(volume.integer);
  const range = wrap(most - least) + 1e-6;
  for (let i = 0; i < data.length; i++) {
    data[i] = (wrap(clip(volume.voxel(i)) - least) / range) * 255;
  }
  return { ...sizeOf(volume), data };
}

/** Half a width is rounded down, as the authors do. */
function clipTo(window: VolumeWindow | undefined): (value: number) => number {
  if (window === undefined) return (value) => value;
  const half = Math.floor(window.width / 2);
  const [least, most] = [window.level - half, window.level + half];
  return (value) => Math.min(Math.max(value, least), most);
}

function wrapAround(integer: IntegerKind | undefined): (value: number) => number {
  if (integer === undefined) return (value) => value;
  const { bits, signed } = integer;
  const span = 2 ** bits;
  const largest = signed ? span / 2 - 1 : span - 1;
  return (value) => (value > largest ? value - span : value);
}

/** Trilinear interpolation to at most 48 x 384 x 384, a multiple of three frames. */
export function shrinkVolume(volume: GreyVolume): GreyVolume {
  const { depth, height, width } = volume;
  const scale = Math.min(MAX_SIDE / height, MAX_SIDE / width, 1);
  const frames = Math.max(Math.floor(Math.min(depth, MAX_FRAMES) / 3) * 3, 3);
  const size = [frames, Math.trunc(height * scale), Math.trunc(width * scale)] as const;
  let { data } = volume;
  const from = [depth, height, width];
  for (const axis of [0, 1, 2] as const) {
    const outer = from.slice(0, axis).reduce((a, b) => a * b, 1);
    const inner = from.slice(axis + 1).reduce((a, b) => a * b, 1);
    data = interpolate(data, outer, from[axis]!, size[axis], inner);
    from[axis] = size[axis];
  }
  return { depth: size[0], height: size[1], width: size[2], data };
}

/** Linear interpolation along the middle axis of [outer, from, inner], half-pixel centres. */
function interpolate(
  data: Float32Array,
  outer: number,
  from: number,
  to: number,
  inner: number,
): Float32Array {
  if (from === to) return data;
  const result = new Float32Array(outer * to * inner);
  for (let place = 0; place < to; place++) {
    const source = Math.max(0, ((place + 0.5) * from) / to - 0.5);
    const lower = Math.min(Math.floor(source), from - 1);
    const upper = Math.min(lower + 1, from - 1);
    const share = source - lower;
    for (let o = 0; o < outer; o++) {
      const low = (o * from + lower) * inner;
      const high = (o * from + upper) * inner;
      const target = (o * to + place) * inner;
      for (let i = 0; i < inner; i++) {
        result[target + i] = data[low + i]! * (1 - share) + data[high + i]! * share;
      }
    }
  }
  return result;
}

/** Every frame at a size of whole merge blocks; levels are neither rounded nor clipped. */
export function resizeFrames(volume: GreyVolume): GreyVolume {
  const perFrame = (128_000 * 1024 * 0.9 * 2) / volume.depth;
  const { height, width } = smartResize(volume, {
    factor: PATCH_SIZE * MERGE_SIZE,
    smallestSide: PATCH_SIZE * MERGE_SIZE,
    minPixels: 1024,
    maxPixels: Math.max(Math.min(768 * 1024, perFrame), Math.trunc(1.05 * 1024)),
  });
  const { depth } = volume;
  const wide = resizeAxis(volume.data, depth * volume.height, volume.width, width, 1);
  const data = resizeAxis(wide, depth, volume.height, height, width);
  return { depth, height, width, data };
}

function resizeAxis(
  data: Float32Array,
  outer: number,
  from: number,
  to: number,
  inner: number,
): Float32Array {
  if (from === to) return data;
  const { starts, counts, shares, width } = bicubicShares(from, to);
  const result = new Float32Array(outer * to * inner);
  for (let o = 0; o < outer; o++) {
    for (let place = 0; place < to; place++) {
      for (let i = 0; i < inner; i++) {
        let sum = 0;
        for (let k = 0; k < counts[place]!; k++) {
          const source = (o * from + starts[place]! + k) * inner + i;
          sum += shares[place * width + k]! * data[source]!;
        }
        result[(o * to + place) * inner + i] = sum;
      }
    }
  }
  return result;
}

/** Columns are (channel, frame, y, x); the three channels are alike. */
function toPatches(
  volume: GreyVolume,
  grid: PatchGrid,
  frames: readonly [number, number],
): Float32Array {
  const order = patchOrder(grid, MERGE_SIZE);
  const channel = frames.length * PATCH_SIZE ** 2;
  const patches = new Float32Array(order.length * 3 * channel);
  order.forEach(([row, column], patch) => {
    const start = patch * 3 * channel;
    let target = start;
    for (const frame of frames) {
      for (let y = 0; y < PATCH_SIZE; y++) {
        const line = (frame * volume.height + row * PATCH_SIZE + y) * volume.width;
        for (let x = 0; x < PATCH_SIZE; x++, target++) {
          patches[target] = (volume.data[line + column * PATCH_SIZE + x]! - 127.5) / 127.5;
        }
      }
    }
    patches.copyWithin(start + channel, start, start + channel);
    patches.copyWithin(start + 2 * channel, start, start + channel);
  });
  return patches;
}
