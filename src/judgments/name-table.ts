/** Gives each name a number, from 0 in the order in which they first come. */
export class NameTable {
  readonly #positions = new Map<string, number>();

  /** The number of a name, new or known. */
  add(name: string): number {
    const known = this.#positions.get(name);
    if (known !== undefined) return known;
    this.#positions.set(name, this.#positions.size);
    return this.#positions.size - 1;
  }

  /** All names by number. */
  names(): readonly string[] {
    return [...this.#positions.keys()];
  }
}
