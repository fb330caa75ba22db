import sharp from 'sharp';
import { decodeImage } from '../model/qwen3-vl/decode-image.ts';
import { type ImageProcessor, resizeImage } from '../model/qwen3-vl/image-processor.ts';
import type { PromptProcessor, Qwen3VlPrompt } from '../model/qwen3-vl/prompt.ts';
import type { Reference, ReferenceCase } from './reference.ts';
import { exactStage, largestDifference, numericStage, type ParityStage } from './stage.ts';

/** A case of Qwen3-VL's reference with our inputs for it. */
export interface Qwen3VlCase {
  readonly reference: ReferenceCase;
  readonly prepared: Qwen3VlPrompt;
}

/** Compares everything before the model: texts, pixels, ids and positions. */
export async function checkInputs(
  reference: Reference,
  processor: PromptProcessor,
  cases: readonly Qwen3VlCase[],
): Promise<readonly ParityStage[]> {
  const { tokenizer, template } = processor;
  return [
    exactStage(
      'token ids',
      `${reference.tokenizerCases.length} texts`,
      count(reference.tokenizerCases, ({ text, ids }) => differ(tokenizer.encode(text), ids)),
    ),
    exactStage(
      'chat template',
      `${reference.templateCases.length} conversations`,
      count(reference.templateCases, ({ messages, rendered }) => template(messages) !== rendered),
    ),
    ...(await checkPixels(reference, processor.images)),
    exactStage(
      'prompt ids',
      prompts(cases),
      count(cases, ({ reference: { inputIds }, prepared }) => differ(prepared.inputIds, inputIds)),
    ),
    exactStage(
      'patch grid',
      prompts(cases),
      count(cases, ({ reference: { grids }, prepared }) =>
        differ(
          prepared.images.flatMap(({ grid }) => [1, grid.height, grid.width]),
          grids,
        ),
      ),
    ),
    exactStage('position ids', prompts(cases), count(cases, positionsDiffer)),
    numericStage(
      'patches',
      prompts(cases),
      Math.max(...cases.map((each) => patchError(each))),
      // One rounding of (level - 127.5) / 127.5 in float32.
      1e-7,
    ),
  ];
}

async function checkPixels(
  { pixelCases }: Reference,
  stock: ImageProcessor,
): Promise<readonly ParityStage[]> {
  // The limits of ms-swift, with which the vectors of Pillow's route were made.
  const limits = { factor: 32, minPixels: 1024, maxPixels: 1024 ** 2, smallestSide: 32 };
  const routes = { stock, pil: { ...stock, rule: 'pil', limits } } as const;
  const stages: ParityStage[] = [];
  for (const route of ['stock', 'pil'] as const) {
    let differing = 0;
    for (const pixelCase of pixelCases) {
      const decoded = await decodeImage(pixelCase.image);
      const resized = resizeImage(decoded, routes[route], pixelCase.image);
      const { data, info } = await sharp(pixelCase[route])
        .raw()
        .toBuffer({ resolveWithObject: true });
      const same = info.width === resized.width && info.height === resized.height;
      if (!same || largestDifference(resized.data, data) !== 0) differing += 1;
    }
    const rule = route === 'stock' ? 'torchvision' : 'Pillow';
    stages.push(exactStage(`pixels as ${rule}`, `${pixelCases.length} images`, differing));
  }
  return stages;
}

function positionsDiffer({ reference, prepared }: Qwen3VlCase): boolean {
  const positions = prepared.positionIds.flatMap((axis) => [...axis]);
  const delta = prepared.nextPosition - prepared.inputIds.length;
  return differ(positions, reference.positionIds) || delta !== reference.ropeDelta;
}

function patchError({ reference, prepared }: Qwen3VlCase): number {
  const expected = Float32Array.from(reference.pixels, (level) => (level - 127.5) / 127.5);
  const found = prepared.images.flatMap(({ patches }) => [...patches]);
  return largestDifference(found, expected);
}

function prompts(cases: readonly Qwen3VlCase[]): string {
  return `${cases.length} prompts`;
}

function count<T>(cases: readonly T[], differs: (each: T) => boolean): number {
  return cases.filter(differs).length;
}

function differ(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return largestDifference(a, b) !== 0;
}
