const blockBytes = 1 << 20;

/**
 * Keeps many texts as UTF-8 bytes outside the heap: half the memory of strings that hold one
 * character beyond Latin-1, and no string that keeps the line it was cut from alive.
 */
export class TextStore {
  readonly #blocks: Buffer[] = [];
  #used = blockBytes;
  /** Three numbers a text: block, start, end in bytes. */
  readonly #places: number[] = [];

  /**
   * Stores a text.
   *
   * @returns What `get` takes.
   */
  add(text: string): number {
    const size = Buffer.byteLength(text);
    if (this.#blocks.length === 0 || this.#used + size > blockBytes) {
      this.#blocks.push(Buffer.allocUnsafeSlow(Math.max(size, blockBytes)));
      this.#used = 0;
    }
    const start = this.#used;
    this.#used += this.#blocks.at(-1)!.write(text, start);
    return this.#places.push(this.#blocks.length - 1, start, this.#used) / 3 - 1;
  }

  /** The text that `add` gave this number for. */
  get(text: number): string {
    const [block, start, end] = this.#places.slice(text * 3, text * 3 + 3) as [
      number,
      number,
      number,
    ];
    return this.#blocks[block]!.toString('utf8', start, end);
  }
}
