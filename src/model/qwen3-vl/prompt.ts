import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import { AuditError } from '../../errors.ts';
import type { Prompt } from '../model.ts';
import { type ChatTemplate, loadChatTemplate } from './chat-template.ts';
import type { Qwen3VlConfig } from './config.ts';
import {
  type ImageProcessor,
  type ProcessedImage,
  processImage,
  stockImageProcessor,
} from './image-processor.ts';
import { type ImageRun, promptPositions } from './position-ids.ts';
import type { PositionIds } from './rope.ts';
import { loadTokenizer, type Tokenizer } from './tokenizer.ts';

/** What turns prompts into the model's inputs. */
export interface PromptProcessor {
  readonly config: Qwen3VlConfig;
  readonly tokenizer: Tokenizer;
  readonly template: ChatTemplate;
  readonly images: ImageProcessor;
}

/** A prompt as the decoder takes it. */
export interface Qwen3VlPrompt {
  /** Each image's placeholder stands once for each of its vision tokens. */
  readonly inputIds: Int32Array;
  readonly images: readonly ProcessedImage[];
  /** Indices of the vision tokens, image after image. */
  readonly visualIndex: Int32Array;
  /** i32[3][tokens] */
  readonly positionIds: PositionIds;
  /** The position of the first generated token on every axis. */
  readonly nextPosition: number;
}

/** The stock processor of a checkpoint. @throws {AuditError} if a part of it is missing. */
export function loadPromptProcessor(
  checkpoint: Checkpoint,
  config: Qwen3VlConfig,
): PromptProcessor {
  return {
    config,
    tokenizer: loadTokenizer(checkpoint),
    template: loadChatTemplate(checkpoint),
    images: stockImageProcessor(checkpoint, config),
  };
}

/**
 * Decodes the images of a prompt, writes it with the chat template and tokenises it.
 *
 * @throws {AuditError} for an image that can not be read, or a text that itself holds
 *   image or video placeholders.
 */
export async function preparePrompt(
  prompt: Prompt,
  processor: PromptProcessor,
): Promise<Qwen3VlPrompt> {
  const { config, tokenizer, template } = processor;
  const parts = prompt.messages.flatMap(({ content }) =>
    typeof content === 'string' ? [] : content,
  );
  const foreign = parts.find(({ type }) => type === 'slide' || type === 'volume');
  if (foreign !== undefined) {
    throw new AuditError({
      code: 'medium-unknown',
      location: 'prompt',
      problem: `holds a ${foreign.type}, which Qwen3-VL does not take`,
      remedy: 'give images to it, or ask a model with a branch for it',
    });
  }
  if (prompt.objects !== undefined) {
    throw new AuditError({
      code: 'prompt-objects',
      location: 'prompt',
      problem: 'has grounding objects, which the template of Qwen3-VL does not know',
      remedy: 'write them into the text as the model was trained to read them',
    });
  }
  const sources = parts.flatMap((part) => (part.type === 'image' ? [part.image] : []));
  const images = await Promise.all(sources.map((image) => processImage(image, processor.images)));
  const ids = tokenizer.encode(template(prompt.messages));
  const placeholders = ids.filter((id) => id === config.tokens.image || id === config.tokens.video);
  if (placeholders.length !== images.length || placeholders.includes(config.tokens.video)) {
    throw new AuditError({
      code: 'prompt-placeholders',
      location: 'prompt',
      problem: `has ${placeholders.length} image or video placeholders for ${images.length} images`,
      remedy: 'take <|image_pad|> and <|video_pad|> out of the text; images are given as such',
    });
  }
  return expand(ids, images, config);
}

function expand(
  ids: readonly number[],
  images: readonly ProcessedImage[],
  { tokens, vision }: Qwen3VlConfig,
): Qwen3VlPrompt {
  const inputIds: number[] = [];
  const visualIndex: number[] = [];
  const runs: ImageRun[] = [];
  for (const id of ids) {
    if (id !== tokens.image) {
      inputIds.push(id);
      continue;
    }
    const { grid, tokens: count } = images[runs.length]!;
    runs.push({
      start: inputIds.length,
      height: grid.height / vision.spatialMergeSize,
      width: grid.width / vision.spatialMergeSize,
    });
    for (let i = 0; i < count; i++) visualIndex.push(inputIds.push(id) - 1);
  }
  return {
    inputIds: Int32Array.from(inputIds),
    images,
    visualIndex: Int32Array.from(visualIndex),
    ...promptPositions(inputIds.length, runs),
  };
}
