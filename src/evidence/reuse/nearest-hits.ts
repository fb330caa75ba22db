/** Keeps the few best entries for each of many owners, whatever order they come in. */
export class NearestHits<Hit extends { readonly partner: number; readonly score: number }> {
  readonly #most: number;
  readonly #hits = new Map<number, Hit[]>();

  /** @param most Entries kept for each owner. */
  constructor(most: number) {
    this.#most = most;
  }

  /** Offers a hit: it stays if its score is among the lowest, and the lowest for its partner. */
  offer(owner: number, hit: Hit): void {
    let hits = this.#hits.get(owner);
    if (hits === undefined) {
      hits = [];
      this.#hits.set(owner, hits);
    }
    if (hits.length >= this.#most && !isBefore(hit, hits.at(-1)!)) return;
    const known = hits.findIndex(({ partner }) => partner === hit.partner);
    if (known >= 0) {
      if (!isBefore(hit, hits[known]!)) return;
      hits.splice(known, 1);
    }
    let at = hits.length;
    while (at > 0 && isBefore(hit, hits[at - 1]!)) at--;
    hits.splice(at, 0, hit);
    if (hits.length > this.#most) hits.pop();
  }

  /** All owners with their hits, owners rising, best hits first. */
  entries(): readonly (readonly [number, readonly Hit[]])[] {
    return [...this.#hits].sort(([a], [b]) => a - b);
  }
}

/** Ties go to the lower partner, so that the order of offers does not matter. */
function isBefore(
  a: { readonly partner: number; readonly score: number },
  b: { readonly partner: number; readonly score: number },
): boolean {
  return a.score < b.score || (a.score === b.score && a.partner < b.partner);
}
