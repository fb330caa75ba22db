import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import { AuditError } from '../../errors.ts';
import type { Qwen3VlConfig } from './config.ts';
import { decodeImage } from './decode-image.ts';
import { type ResizeRule, type RgbImage, resizeBicubic } from './resize-bicubic.ts';
import {
  type ImageSize,
  LARGEST_ASPECT_RATIO,
  type PixelLimits,
  smartResize,
} from './smart-resize.ts';
import { type PatchGrid, patchOrder } from './vision-inputs.ts';

/** How images become patches. */
export interface ImageProcessor {
  readonly limits: PixelLimits;
  /** 'stock' is the processor of transformers, 'pil' the one of qwen_vl_utils and ms-swift. */
  readonly rule: ResizeRule;
  readonly patchSize: number;
  readonly temporalPatchSize: number;
  readonly mergeSize: number;
}

/** An image as the vision tower takes it. */
export interface ProcessedImage {
  /** f32[patches, 3 * temporalPatchSize * patchSize^2] in -1..1, merge block by merge block. */
  readonly patches: Float32Array;
  readonly grid: PatchGrid;
  /** Vision tokens: patches / mergeSize^2. */
  readonly tokens: number;
  /** SHA-256 of the resized pixels and their size. */
  readonly pixelHash: string;
  /** Before resizing. */
  readonly source: ImageSize;
}

const half = z.array(z.literal(0.5));
const processorDocument = z.object({
  size: z.object({
    shortest_edge: z.number().int().positive(),
    longest_edge: z.number().int().positive(),
  }),
  image_mean: half.optional(),
  image_std: half.optional(),
});

/** Limits of the Qwen3-VL release, for a checkpoint without preprocessor_config.json. */
const RELEASED_LIMITS = { size: { shortest_edge: 65_536, longest_edge: 16_777_216 } };

/**
 * The image processor of transformers for this checkpoint.
 *
 * @throws {AuditError} if preprocessor_config.json gives no pixel limits, or a mean or
 *   deviation other than 0.5.
 */
export function stockImageProcessor(checkpoint: Checkpoint, config: Qwen3VlConfig): ImageProcessor {
  const document = checkpoint.documents.preprocessorConfig ?? RELEASED_LIMITS;
  const parsed = processorDocument.safeParse(document);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new AuditError({
      code: 'config-invalid',
      location: join(checkpoint.folder, 'preprocessor_config.json'),
      problem: `"${issue.path.join('.')}": ${issue.message}`,
      remedy: 'give the file the checkpoint was published with',
    });
  }
  const { size } = parsed.data;
  const { patchSize, temporalPatchSize, spatialMergeSize } = config.vision;
  return {
    limits: {
      factor: patchSize * spatialMergeSize,
      minPixels: size.shortest_edge,
      maxPixels: size.longest_edge,
    },
    rule: 'stock',
    patchSize,
    temporalPatchSize,
    mergeSize: spatialMergeSize,
  };
}

/**
 * Decodes, resizes, normalises and cuts an image into patches.
 *
 * @param image a file path, or the bytes of an encoded image.
 * @throws {AuditError} for an image that can not be read, or more than 200 times as long as wide.
 */
export async function processImage(
  image: string | Uint8Array,
  processor: ImageProcessor,
): Promise<ProcessedImage> {
  const location = typeof image === 'string' ? image : 'image';
  const decoded = await decodeImage(image);
  const resized = resizeImage(decoded, processor, location);
  const { patchSize, mergeSize } = processor;
  const grid = { height: resized.height / patchSize, width: resized.width / patchSize };
  return {
    patches: toPatches(resized, grid, processor),
    grid,
    tokens: (grid.height * grid.width) / mergeSize ** 2,
    pixelHash: createHash('sha256')
      .update(`${resized.width}x${resized.height}:`)
      .update(resized.data)
      .digest('hex'),
    source: { width: decoded.width, height: decoded.height },
  };
}

/** The image at the size the processor picks for it. */
export function resizeImage(
  image: RgbImage,
  { limits, rule }: ImageProcessor,
  location: string,
): RgbImage {
  const [shorter, longer] = [image.width, image.height].sort((a, b) => a - b) as [number, number];
  if (longer > LARGEST_ASPECT_RATIO * shorter) {
    throw new AuditError({
      code: 'image-size',
      location,
      problem: `has ${image.width} x ${image.height} px, more than ${LARGEST_ASPECT_RATIO} times as long as wide`,
      remedy: 'cut it into pieces before asking about it',
    });
  }
  return resizeBicubic(image, smartResize(image, limits), rule);
}

/** Columns are (channel, frame, y, x); a still image fills every frame. */
function toPatches(
  { width, data }: RgbImage,
  grid: PatchGrid,
  { patchSize, temporalPatchSize, mergeSize }: ImageProcessor,
): Float32Array {
  const order = patchOrder(grid, mergeSize);
  const frameSize = patchSize ** 2;
  const patches = new Float32Array(order.length * 3 * temporalPatchSize * frameSize);
  const levels = Float32Array.from({ length: 256 }, (_, level) => (level - 127.5) / 127.5);
  let target = 0;
  for (const [row, column] of order) {
    for (let channel = 0; channel < 3; channel++) {
      for (let y = 0; y < patchSize; y++) {
        let source = ((row * patchSize + y) * width + column * patchSize) * 3 + channel;
        for (let x = 0; x < patchSize; x++, source += 3) {
          patches[target + y * patchSize + x] = levels[data[source]!]!;
        }
      }
      for (let frame = 1; frame < temporalPatchSize; frame++) {
        patches.copyWithin(target + frame * frameSize, target, target + frameSize);
      }
      target += temporalPatchSize * frameSize;
    }
  }
  return patches;
}
