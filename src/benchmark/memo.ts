const generationSize = 50_000;

/**
 * Keeps one copy of what recurs: system prompts, template questions, lists of options, media.
 *
 * It forgets what has not recurred for 50,000 to 100,000 distinct keys, so that files in which
 * hardly anything recurs do not pay for a table of everything.
 */
export class Memo<T> {
  #young = new Map<string, T>();
  #old = new Map<string, T>();

  /** What was made for an equal key before and is still remembered, else what `make` gives now. */
  get(key: string, make: () => T): T {
    const known = this.#young.get(key);
    if (known !== undefined) return known;
    const value = this.#old.get(key) ?? make();
    if (this.#young.size >= generationSize) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
    return value;
  }
}
