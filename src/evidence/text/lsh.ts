/** How a signature is cut for the search: `bands` pieces of `rows` places each. */
export interface Banding {
  readonly bands: number;
  readonly rows: number;
}

/**
 * Chance that two sets of a given similarity share a band, and so are found:
 * 1 - (1 - s^rows)^bands.
 *
 * Sources: Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, section 3.4.2,
 * http://www.mmds.org.
 *
 * @param similarity Jaccard similarity in [0, 1].
 * @example
 * collisionProbability(0.8, { bands: 32, rows: 8 }); // 0.997
 */
export function collisionProbability(similarity: number, { bands, rows }: Banding): number {
  // log1p and expm1 keep the digits of probabilities near 0 and 1.
  return -Math.expm1(bands * Math.log1p(-(similarity ** rows)));
}

/** Finds signatures that share a band. */
export class BandIndex {
  readonly #banding: Banding;
  readonly #buckets: Map<number, number[]>[];

  /** @param banding bands x rows is the length of every signature. */
  constructor(banding: Banding) {
    this.#banding = banding;
    this.#buckets = Array.from({ length: banding.bands }, () => new Map());
  }

  /** Files a signature i32[bands x rows] under a number of the caller's. */
  add(label: number, signature: Int32Array): void {
    this.#buckets.forEach((buckets, band) => {
      const key = this.#bandKey(signature, band);
      const bucket = buckets.get(key);
      if (bucket) bucket.push(label);
      else buckets.set(key, [label]);
    });
  }

  /** Labels that share a band with the signature, each once, unordered. */
  candidates(signature: Int32Array): Set<number> {
    const found = new Set<number>();
    this.#buckets.forEach((buckets, band) => {
      for (const label of buckets.get(this.#bandKey(signature, band)) ?? []) found.add(label);
    });
    return found;
  }

  /** One 32-bit hash of a band. A chance collision costs one comparison, never a wrong match. */
  #bandKey(signature: Int32Array, band: number): number {
    const from = band * this.#banding.rows;
    let hash = 0;
    for (let place = from; place < from + this.#banding.rows; place++) {
      hash = Math.imul(hash ^ signature[place]!, 0x01000193);
      hash ^= hash >>> 15;
    }
    return hash;
  }
}
