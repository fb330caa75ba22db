import type { MediaSettings } from './media-settings.ts';

/** A piece of a message. */
export type ContentPart =
  | { readonly type: 'text'; readonly text: string }
  /** A file path, or the bytes of an encoded image. */
  | { readonly type: 'image'; readonly image: string | Uint8Array }
  /** An HDF5 file with the features of a slide's tiles; for models with a slide branch. */
  | { readonly type: 'slide'; readonly slide: string }
  /** A NIfTI file; for models that take volumes. */
  | { readonly type: 'volume'; readonly volume: string };

/** An image, slide or volume of a message. */
export type Medium = Exclude<ContentPart, { readonly type: 'text' }>;

export interface Message {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string | readonly ContentPart[];
}

/** What `<ref-object>` and `<bbox>` in the texts stand for, in their order. */
export interface GroundingObjects {
  readonly references?: readonly string[];
  /** x and y of each point, of volumes also z. */
  readonly boxes?: readonly (readonly number[])[];
  /** 'real' (default) in pixels or voxels of the medium as it is stored; 'norm1' in shares of it. */
  readonly boxType?: 'real' | 'norm1';
  /** For each box its medium: images and slides count first, then volumes; default the first. */
  readonly mediumIndices?: readonly number[];
}

/** A conversation the model is to answer. */
export interface Prompt {
  readonly messages: readonly Message[];
  /** For models trained with the template of ms-swift, such as BreastGPT. */
  readonly objects?: GroundingObjects;
}

/** What a model computes on; see docs/models.md. */
export type Device = 'cpu' | 'cuda' | 'webgpu';

/** How weights are held while the model runs; see docs/models.md. */
export const PRECISIONS = [
  'float32',
  'float16',
  'bfloat16',
  'bfloat16-mapped',
  'int8',
  'int4',
] as const;

export type Precision = (typeof PRECISIONS)[number];

/** Whether a precision changes the weights, and with them the answers. */
export function isQuantised(precision: Precision): precision is 'int8' | 'int4' {
  return precision === 'int8' || precision === 'int4';
}

/** How the next token is chosen. */
export type Sampling =
  | { readonly kind: 'greedy' }
  | {
      readonly kind: 'sample';
      /** Above 0; logits are divided by it. */
      readonly temperature: number;
      /** Only the k most probable tokens; 0 for all. */
      readonly topK: number;
      /** Only the most probable tokens that together reach this share; 1 for all. */
      readonly topP: number;
      readonly seed: number;
    };

/** Options of `Model.generate`. */
export interface GenerateOptions {
  /** Default 1024. */
  readonly maxNewTokens?: number;
  /** Default: what the checkpoint's generation_config.json asks for, with seed 0. */
  readonly sampling?: Sampling;
  /** Prompts that run at once; they share the weights and each takes its own cache. Default 1. */
  readonly batchSize?: number;
  /** Stops after the token under way; what was generated so far is kept. */
  readonly signal?: AbortSignal;
  /**
   * Called for each token with the text that is complete with it, special tokens as their
   * text: '' while a character lacks bytes. Once more at the end if such bytes are left.
   */
  readonly onToken?: (promptIndex: number, text: string) => void;
  /** Called for each answer as soon as it is whole, so that it can be kept if a later one fails. */
  readonly onAnswer?: (promptIndex: number, answer: Generation) => void;
}

/** Where the time of a batch went, in milliseconds. */
export interface BatchTiming {
  /** Vision tower, slide branch and selector. */
  readonly mediaMs: number;
  /** The decoder taking in the prompts; 0 on CUDA, where it is one run with the tokens. */
  readonly promptMs: number;
  /** Every token after the first; on CUDA the prompts as well. */
  readonly tokensMs: number;
}

/** An answer. */
export interface Generation {
  /** Without the stop token; other special tokens as their text. */
  readonly text: string;
  /** Generated ids, the stop token included. */
  readonly tokenIds: readonly number[];
  /** Natural log of the probability the model gave each id, before temperature, top-k and top-p. */
  readonly logProbs: readonly number[];
  readonly finish: 'stop' | 'length' | 'cancelled';
  readonly promptTokens: number;
  /** Of the batch it was answered in. */
  readonly timing: BatchTiming;
}

/** How probable the model finds one option as an answer. */
export interface OptionScore {
  readonly option: string;
  /** Natural log, summed over the option's tokens. */
  readonly logLikelihood: number;
  readonly tokens: number;
}

/** A model that is loaded and can be asked. */
export interface Model {
  /** `model_type` of config.json. */
  readonly architecture: string;
  readonly precision: Precision;
  /** What its decoder computes on. */
  readonly device: Device;
  /** Of models with a selector. */
  readonly mediaSettings: MediaSettings | undefined;
  /** What `generate` does unless told otherwise. */
  readonly sampling: Sampling;
  generate(prompts: readonly Prompt[], options?: GenerateOptions): Promise<readonly Generation[]>;
  /** Log-likelihood of each option after the prompt. No token is generated. */
  score(prompt: Prompt, options: readonly string[]): Promise<readonly OptionScore[]>;
  close(): Promise<void>;
}
