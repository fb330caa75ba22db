import type { Checkpoint } from '../checkpoint/checkpoint.ts';
import { AuditError } from '../errors.ts';
import { type BreastGptConfig, parseBreastGptConfig } from './breastgpt/config.ts';
import {
  type BreastGptPrompt,
  loadBreastGptProcessor,
  prepareBreastGptPrompt,
} from './breastgpt/prompt.ts';
import { breastGptOutlines } from './breastgpt/tensor-outlines.ts';
import type { MediaOptions } from './media-settings.ts';
import type { Prompt } from './model.ts';
import { parseQwen3VlConfig, type Qwen3VlConfig } from './qwen3-vl/config.ts';
import { loadPromptProcessor, preparePrompt, type Qwen3VlPrompt } from './qwen3-vl/prompt.ts';
import { type Shaped, tensorOutlines } from './qwen3-vl/tensor-outlines.ts';
import type { Tokenizer } from './qwen3-vl/tokenizer.ts';

/** A prompt as its architecture's branches take it. */
export type PreparedPrompt = Qwen3VlPrompt | BreastGptPrompt;

/** An architecture with its sizes, told apart by `model_type` of config.json. */
export type Architecture =
  | { readonly name: 'qwen3_vl'; readonly qwen: Qwen3VlConfig }
  | { readonly name: 'breastgpt'; readonly qwen: Qwen3VlConfig; readonly config: BreastGptConfig };

/** @throws {AuditError} for an architecture that can not be run, or options it has no use for. */
export function parseArchitecture(
  checkpoint: Checkpoint,
  options: MediaOptions = {},
): Architecture {
  const qwen = parseQwen3VlConfig(checkpoint);
  const { model_type: name } = checkpoint.documents.config as { model_type: Architecture['name'] };
  if (name === 'breastgpt')
    return { name, qwen, config: parseBreastGptConfig(checkpoint, options) };
  const [useless] = Object.entries(options).find(([, value]) => value !== undefined) ?? [];
  if (useless !== undefined) {
    throw new AuditError({
      code: 'media-option-unusable',
      location: checkpoint.folder,
      problem: `is a ${name}, which has no use for ${useless}`,
      remedy: 'leave it out; it is for models with a selector, such as BreastGPT',
    });
  }
  return { name, qwen };
}

/** Every tensor a checkpoint of the architecture holds. */
export function outlinesOf(architecture: Architecture): readonly Shaped[] {
  if (architecture.name === 'breastgpt') return breastGptOutlines(architecture.config);
  return tensorOutlines(architecture.qwen);
}

/** What turns prompts into a model's inputs. */
export interface Preparer {
  readonly tokenizer: Tokenizer;
  prepare(prompt: Prompt): Promise<PreparedPrompt>;
}

/** @throws {AuditError} if the checkpoint lacks a tokenizer or a template that is needed. */
export function loadPreparer(checkpoint: Checkpoint, architecture: Architecture): Preparer {
  if (architecture.name === 'breastgpt') {
    const processor = loadBreastGptProcessor(checkpoint, architecture.config);
    return {
      tokenizer: processor.tokenizer,
      prepare: (prompt) => prepareBreastGptPrompt(prompt, processor),
    };
  }
  const processor = loadPromptProcessor(checkpoint, architecture.qwen);
  return {
    tokenizer: processor.tokenizer,
    prepare: (prompt) => preparePrompt(prompt, processor),
  };
}
