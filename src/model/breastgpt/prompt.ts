import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import { AuditError } from '../../errors.ts';
import type { Medium, Prompt } from '../model.ts';
import {
  type ImageProcessor,
  type ProcessedImage,
  processImage,
  stockImageProcessor,
} from '../qwen3-vl/image-processor.ts';
import { loadTokenizer, type Tokenizer } from '../qwen3-vl/tokenizer.ts';
import type { BreastGptConfig } from './config.ts';
import { type SourceSize, writeObjects } from './grounding.ts';
import { routeMedia } from './route-media.ts';
import { readSlide, type SlideFeatures } from './slide-reader.ts';
import { mediaOf, writeSwiftPrompt } from './template.ts';
import { type ProcessedVolume, processVolume } from './volume-processor.ts';

/** What turns prompts into BreastGPT's inputs. */
export interface BreastGptProcessor {
  readonly config: BreastGptConfig;
  readonly tokenizer: Tokenizer;
  readonly images: ImageProcessor;
}

/** A medium, ready for its branch. */
export type PreparedMedium =
  | { readonly type: 'image'; readonly image: ProcessedImage }
  | { readonly type: 'volume'; readonly volume: ProcessedVolume }
  | { readonly type: 'slide'; readonly slide: SlideFeatures };

/** A prompt before its media have been looked at. */
export interface BreastGptPrompt {
  readonly inputIds: Int32Array;
  readonly media: readonly PreparedMedium[];
  /** Index of the first pad of each medium; its pads follow one another. */
  readonly starts: readonly number[];
  /** Pads of each medium: what is kept of it. */
  readonly pads: readonly number[];
}

/** Limits of the authors' script (IMAGE_MIN_TOKEN_NUM 1, IMAGE_MAX_TOKEN_NUM 1024). */
const LIMITS = { factor: 32, smallestSide: 32, minPixels: 1024, maxPixels: 1024 ** 2 };

/** The processor of a checkpoint. @throws {AuditError} if a part of it is missing. */
export function loadBreastGptProcessor(
  checkpoint: Checkpoint,
  config: BreastGptConfig,
): BreastGptProcessor {
  const stock = stockImageProcessor(checkpoint, config.qwen);
  return {
    config,
    tokenizer: loadTokenizer(checkpoint),
    images: { ...stock, rule: 'pil', limits: LIMITS },
  };
}

/**
 * Reads the media of a prompt, writes it with the template of ms-swift and tokenises it
 * piece by piece.
 *
 * @throws {AuditError} for a medium that can not be read, a text that itself holds pads, or two
 *   volumes without text between them: nothing tells where one ends.
 */
export async function prepareBreastGptPrompt(
  prompt: Prompt,
  { config, tokenizer, images }: BreastGptProcessor,
): Promise<BreastGptPrompt> {
  const messages = routeMedia(prompt.messages);
  const given = mediaOf(messages);
  const media = new Map(
    await Promise.all(
      given.map(async (part) => [part, await prepareMedium(part, config, images)] as const),
    ),
  );
  const flat = given.filter(({ type }) => type !== 'volume');
  const deep = given.filter(({ type }) => type === 'volume');
  const sizes = [...flat, ...deep].map((part) => sourceSize(media.get(part)!));
  const written = writeSwiftPrompt(
    prompt.objects === undefined ? messages : writeObjects(messages, prompt.objects, sizes),
  );
  return expandPads(
    written.pieces.flatMap((piece) => tokenizer.encode(piece)),
    written.media.map((part) => media.get(part)!),
    config,
    tokenizer,
  );
}

/** Repeats each medium's pad as often as tokens are kept of it. */
function expandPads(
  ids: readonly number[],
  media: readonly PreparedMedium[],
  config: BreastGptConfig,
  tokenizer: Tokenizer,
): BreastGptPrompt {
  const { tokens } = config.qwen;
  const padOf = { image: tokens.image, volume: tokens.video, slide: config.slideToken };
  const isPad = (id: number): boolean => Object.values(padOf).includes(id);
  const inputIds: number[] = [];
  const starts: number[] = [];
  const pads: number[] = [];
  for (const id of ids) {
    if (!isPad(id)) {
      inputIds.push(id);
      continue;
    }
    const medium = media[starts.length];
    if (medium === undefined || padOf[medium.type] !== id) {
      throw new AuditError({
        code: 'prompt-placeholders',
        location: 'prompt',
        problem: `has a pad token (${tokenizer.decode([id])}) in its text`,
        remedy: 'take it out; media are given as such',
      });
    }
    if (medium.type === 'volume' && inputIds.at(-1) === id) {
      throw new AuditError({
        code: 'volumes-adjacent',
        location: 'prompt',
        problem: 'has two volumes side by side, which the authors’ code fails on',
        remedy: 'put text between their <video> tags',
      });
    }
    const count = keptCount(medium, config);
    starts.push(inputIds.length);
    pads.push(count);
    for (let i = 0; i < count; i++) inputIds.push(id);
  }
  return { inputIds: Int32Array.from(inputIds), media, starts, pads };
}

async function prepareMedium(
  part: Medium,
  config: BreastGptConfig,
  images: ImageProcessor,
): Promise<PreparedMedium> {
  switch (part.type) {
    case 'image':
      return { type: 'image', image: await processImage(part.image, images) };
    case 'volume':
      return {
        type: 'volume',
        volume: await processVolume(part.volume, config.media.volumeWindow),
      };
    case 'slide':
      return { type: 'slide', slide: await readSlide(part.slide, config.slide.featureDim) };
  }
}

function sourceSize(medium: PreparedMedium): SourceSize {
  switch (medium.type) {
    case 'image':
      return { ...medium.image.source, depth: 1 };
    case 'volume':
      return medium.volume.source;
    case 'slide':
      return { width: 1, height: 1, depth: 1 };
  }
}

function keptCount(
  medium: PreparedMedium,
  { media: { tokenBudgets: budgets } }: BreastGptConfig,
): number {
  switch (medium.type) {
    case 'image':
      return Math.min(medium.image.tokens, budgets.image);
    case 'volume':
      return Math.min(medium.volume.tokens, budgets.volume);
    case 'slide':
      return Math.min(medium.slide.tiles, budgets.slide);
  }
}
