import type { Tokenizer } from '../model/qwen3-vl/tokenizer.ts';

/** Turns token ids into text as they come, never half a character. */
export class TextStream {
  readonly #tokenizer: Tokenizer;
  #waiting: number[] = [];

  constructor(tokenizer: Tokenizer) {
    this.#tokenizer = tokenizer;
  }

  /** The text that is complete with this token; '' while a character lacks bytes. */
  push(id: number): string {
    this.#waiting.push(id);
    const text = this.#tokenizer.decode(this.#waiting);
    // U+FFFD at the end stands for bytes that may be the start of a character.
    return text.endsWith('\ufffd') ? '' : this.end();
  }

  /** What is left. */
  end(): string {
    const text = this.#tokenizer.decode(this.#waiting);
    this.#waiting = [];
    return text;
  }
}
