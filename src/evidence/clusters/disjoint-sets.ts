/** Groups of names that grow by joining: union-find with path halving and union by size. */
export class DisjointSets {
  readonly #numbers = new Map<string, number>();
  readonly #parents: number[] = [];
  readonly #sizes: number[] = [];

  /** Joins the groups of two names; unknown names start as groups of their own. */
  join(first: string, second: string): void {
    const a = this.#root(this.#number(first));
    const b = this.#root(this.#number(second));
    if (a === b) return;
    const [large, small] = this.#sizes[a]! >= this.#sizes[b]! ? [a, b] : [b, a];
    this.#parents[small] = large;
    this.#sizes[large] = this.#sizes[large]! + this.#sizes[small]!;
  }

  /** A number that names of one group share. */
  groupOf(name: string): number {
    return this.#root(this.#number(name));
  }

  #number(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#parents.length;
    this.#numbers.set(name, number);
    this.#parents.push(number);
    this.#sizes.push(1);
    return number;
  }

  #root(number: number): number {
    let at = number;
    while (this.#parents[at] !== at) {
      const above = this.#parents[this.#parents[at]!]!;
      this.#parents[at] = above;
      at = above;
    }
    return at;
  }
}
