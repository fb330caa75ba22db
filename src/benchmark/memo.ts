const capacity = 100_000;

/**
 * Keeps one copy of what recurs: system prompts, template questions, lists of options.
 *
 * It remembers the first 100,000 distinct keys; files whose texts hardly recur would otherwise pay
 * for a table of all of them.
 */
export class Memo<T> {
  readonly #known = new Map<string, T>();

  /** What was made for an equal key before, else what `make` gives now. */
  get(key: string, make: () => T): T {
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const made = make();
    if (this.#known.size < capacity) this.#known.set(key, made);
    return made;
  }
}
