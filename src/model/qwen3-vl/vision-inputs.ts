import type { Qwen3VlConfig } from './config.ts';

/** Size of an image in patches. Both are multiples of the merge size. */
export interface PatchGrid {
  readonly height: number;
  readonly width: number;
}

/** What the vision tower is fed beside the pixels; rows are in the order of the patches. */
export interface VisionInputs {
  /** i32[4, patches]: the neighbours of each patch in the position table. */
  readonly positionIndex: Int32Array;
  /** f32[4, patches]: their shares, which sum to 1. */
  readonly positionWeight: Float32Array;
  /** f32[patches, headDim / 2] */
  readonly cos: Float32Array;
  readonly sin: Float32Array;
}

const ROPE_THETA = 10_000;

/**
 * Position mix and rotary angles of one image.
 *
 * The learned table has n x n points; row r of a grid of H rows lies at r (n - 1) / (H - 1)
 * and takes the bilinear mix of the four points around it. A head's angles are
 * [row f, column f] with f = theta^(-2i / (headDim / 2)), i < headDim / 4.
 *
 * Source: transformers 4.57, Qwen3VLVisionModel.fast_pos_embed_interpolate and rot_pos_emb.
 */
export function visionInputs(config: Qwen3VlConfig, grid: PatchGrid): VisionInputs {
  const { vision } = config;
  const patches = grid.height * grid.width;
  const side = Math.sqrt(vision.positionEmbeddings);
  const rows = tablePlaces(grid.height, side);
  const columns = tablePlaces(grid.width, side);
  const frequencies = rotaryFrequencies(vision.hiddenSize / vision.headCount);
  const half = 2 * frequencies.length;
  const positionIndex = new Int32Array(4 * patches);
  const positionWeight = new Float32Array(4 * patches);
  const cos = new Float32Array(patches * half);
  const sin = new Float32Array(patches * half);

  patchOrder(grid, vision.spatialMergeSize).forEach(([row, column], patch) => {
    const y = rows[row]!;
    const x = columns[column]!;
    const corners = [
      [y.lower * side + x.lower, (1 - y.share) * (1 - x.share)],
      [y.lower * side + x.upper, (1 - y.share) * x.share],
      [y.upper * side + x.lower, y.share * (1 - x.share)],
      [y.upper * side + x.upper, y.share * x.share],
    ] as const;
    corners.forEach(([index, share], corner) => {
      positionIndex[corner * patches + patch] = index;
      positionWeight[corner * patches + patch] = share;
    });
    frequencies.forEach((frequency, i) => {
      for (const [offset, place] of [
        [i, row],
        [frequencies.length + i, column],
      ] as const) {
        const angle = Math.fround(place * frequency);
        cos[patch * half + offset] = Math.cos(angle);
        sin[patch * half + offset] = Math.sin(angle);
      }
    });
  });
  return { positionIndex, positionWeight, cos, sin };
}

/** Row and column of each patch: merge block by merge block, row by row inside a block. */
export function patchOrder(
  grid: PatchGrid,
  mergeSize: number,
): readonly (readonly [row: number, column: number])[] {
  const order: [number, number][] = [];
  for (let top = 0; top < grid.height; top += mergeSize) {
    for (let left = 0; left < grid.width; left += mergeSize) {
      for (let y = 0; y < mergeSize; y++) {
        for (let x = 0; x < mergeSize; x++) order.push([top + y, left + x]);
      }
    }
  }
  return order;
}

/** Where `count` evenly spread places fall among `side` points, in float32 as torch does. */
function tablePlaces(
  count: number,
  side: number,
): { lower: number; upper: number; share: number }[] {
  const step = Math.fround((side - 1) / (count - 1));
  return Array.from({ length: count }, (_, i) => {
    // torch's linspace counts its second half down from the end.
    const place =
      i < count / 2
        ? Math.fround(i * step)
        : Math.fround(side - 1 - Math.fround((count - 1 - i) * step));
    const lower = Math.trunc(place);
    return { lower, upper: Math.min(lower + 1, side - 1), share: Math.fround(place - lower) };
  });
}

function rotaryFrequencies(headDim: number): number[] {
  return Array.from({ length: headDim / 4 }, (_, i) =>
    Math.fround(1 / ROPE_THETA ** ((2 * i) / (headDim / 2))),
  );
}
