import type { GroundingObjects, Message } from '../model.ts';
import { roundHalfToEven } from '../qwen3-vl/smart-resize.ts';

/** Size of a medium in pixels or voxels, before any resizing; a slide counts one each way. */
export interface SourceSize {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
}

/** Boxes are written in thousandths of their medium. */
const SCALE = 1000;

/**
 * Writes objects in the place of `<ref-object>` and `<bbox>`, in their order through the whole
 * conversation; tags without an object stay as text.
 *
 * A box whose length is a multiple of three is written as points (x,y,z), so a flat polygon of
 * three points comes out wrong; the authors' template does the same.
 *
 * Source: BreastGPT's template, MODEL.md section 2.
 *
 * @param sizes of the images and slides, then of the volumes, each in the order given.
 * @throws {RangeError} for a box in a medium that is not there.
 */
export function writeObjects(
  messages: readonly Message[],
  objects: GroundingObjects,
  sizes: readonly SourceSize[],
): readonly Message[] {
  const references = [...(objects.references ?? [])];
  const boxes = (objects.boxes ?? []).map((box, i) => {
    const index = objects.mediumIndices?.[i] ?? 0;
    if (sizes.length > 0 && sizes[index] === undefined) {
      throw new RangeError(`objects.mediumIndices[${i}] is ${index}, of ${sizes.length} media`);
    }
    return scaledBox(box, objects, sizes[index], sizes);
  });
  const written = (text: string): string =>
    text.replace(/<ref-object>|<bbox>/g, (tag) => {
      if (tag === '<bbox>') {
        const box = boxes.shift();
        return box === undefined ? tag : `<|box_start|>${pointsOf(box)}<|box_end|>`;
      }
      const reference = references.shift();
      return reference === undefined ? tag : `<|object_ref_start|>${reference}<|object_ref_end|>`;
    });
  return messages.map(({ role, content }) => ({
    role,
    content:
      typeof content === 'string'
        ? written(content)
        : content.map((part) =>
            part.type === 'text' ? { ...part, text: written(part.text) } : part,
          ),
  }));
}

function scaledBox(
  box: readonly number[],
  { boxType = 'real' }: GroundingObjects,
  size: SourceSize | undefined,
  sizes: readonly SourceSize[],
): number[] {
  const { width, height, depth } =
    boxType === 'norm1' || size === undefined ? { width: 1, height: 1, depth: 1 } : size;
  // Only where some medium has a depth do three numbers count as one point.
  const isDeep = sizes.some((each) => each.depth !== 1) && box.length % 3 === 0 && box.length >= 6;
  const lengths = isDeep ? [width, height, depth] : [width, height];
  return box.map((value, i) => roundHalfToEven((value / lengths[i % lengths.length]!) * SCALE));
}

function pointsOf(box: readonly number[]): string {
  const step = box.length % 3 === 0 ? 3 : 2;
  const points: string[] = [];
  for (let i = 0; i + step <= box.length; i += step) {
    points.push(`(${box.slice(i, i + step).join(',')})`);
  }
  return points.join(',');
}
