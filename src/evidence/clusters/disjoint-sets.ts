/**
 * Which elements belong together, as unions are told one by one (union by size with path halving:
 * practically constant time each).
 */
export class DisjointSets {
  readonly #parents: Int32Array;
  readonly #sizes: Int32Array;

  /** @param count Elements 0 … count - 1, each alone at first. */
  constructor(count: number) {
    this.#parents = Int32Array.from({ length: count }, (_, element) => element);
    this.#sizes = new Int32Array(count).fill(1);
  }

  /** The element that stands for the set of another. */
  find(element: number): number {
    let at = element;
    while (this.#parents[at] !== at) {
      this.#parents[at] = this.#parents[this.#parents[at]!]!;
      at = this.#parents[at]!;
    }
    return at;
  }

  /** Puts the sets of two elements together. */
  unite(a: number, b: number): void {
    const rootA = this.find(a);
    const rootB = this.find(b);
    if (rootA === rootB) return;
    const [small, large] =
      this.#sizes[rootA]! < this.#sizes[rootB]! ? [rootA, rootB] : [rootB, rootA];
    this.#parents[small] = large;
    this.#sizes[large]! += this.#sizes[small]!;
  }
}
