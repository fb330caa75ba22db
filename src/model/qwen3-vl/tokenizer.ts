import { Tokenizer as HubTokenizer } from '@huggingface/tokenizers';
import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import { AuditError } from '../../errors.ts';

/** Text to token ids and back. */
export interface Tokenizer {
  /** Tokens it knows. */
  readonly size: number;
  /** Special tokens in the text become their ids; nothing is added. */
  encode(text: string): number[];
  /** Special tokens become their text; ids without a token become nothing. */
  decode(ids: readonly number[]): string;
}

/**
 * The tokenizer of a checkpoint.
 *
 * @throws {AuditError} if tokenizer.json is missing or can not be used.
 */
export function loadTokenizer(checkpoint: Checkpoint): Tokenizer {
  const { tokenizer, tokenizerConfig } = checkpoint.documents;
  const unusable = (problem: string, cause?: unknown): AuditError =>
    new AuditError({
      code: 'tokenizer-unusable',
      location: checkpoint.folder,
      problem,
      remedy: 'add the tokenizer.json the model was trained with',
      cause,
    });
  if (tokenizer === undefined) throw unusable('has no tokenizer.json');
  try {
    const loaded = new HubTokenizer(tokenizer as object, (tokenizerConfig ?? {}) as object);
    return {
      size: loaded.get_vocab(true).size,
      encode: (text) => loaded.encode(text, { add_special_tokens: false }).ids,
      decode: (ids) =>
        ids.length === 0
          ? ''
          : loaded.decode([...ids], {
              skip_special_tokens: false,
              clean_up_tokenization_spaces: false,
            }),
    };
  } catch (cause) {
    throw unusable('has a tokenizer.json that can not be used', cause);
  }
}
