const capacity = 100_000;

/**
 * Keeps one copy of texts that recur: system prompts, template questions, answers.
 *
 * It remembers the first 100,000 distinct texts; benchmarks whose texts hardly recur would
 * otherwise pay for a table of all of them.
 */
export class Interner {
  readonly #known = new Map<string, string>();

  /** The remembered copy of an equal text, or the text itself. */
  intern(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    if (this.#known.size < capacity) this.#known.set(text, text);
    return text;
  }
}
