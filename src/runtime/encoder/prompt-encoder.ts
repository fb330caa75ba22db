import type { PreparedPrompt } from '../../model/architecture.ts';
import type { EncodedPrompt } from './encoded-prompt.ts';

/** The branches of an architecture in front of its decoder. */
export interface PromptEncoder {
  /** The prompt with the features of its media. */
  encode(prompt: PreparedPrompt): Promise<EncodedPrompt>;
  close(): Promise<void>;
}

/** Enough for the features of eight images of 1,024 x 1,024 px in the 8B model. */
export const FEATURE_CACHE_BYTES: number = 512 * 2 ** 20;
