/** Features of one medium, as the vision tower or the slide branch puts them out. */
export interface VisionFeatures {
  /** f32[tokens, outHiddenSize] */
  readonly merged: Float32Array;
  /** f32[levels][tokens, outHiddenSize] */
  readonly deepstack: readonly Float32Array[];
}

/** Features of the media used last, by content hash, up to a number of bytes. */
export class FeatureCache<Features extends VisionFeatures = VisionFeatures> {
  readonly #limitBytes: number;
  // A Map keeps the order of insertion: the first entry is the one unused for longest.
  readonly #entries = new Map<string, Features>();
  #sizeBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get(contentHash: string): Features | undefined {
    const features = this.#entries.get(contentHash);
    if (features !== undefined) {
      this.#entries.delete(contentHash);
      this.#entries.set(contentHash, features);
    }
    return features;
  }

  set(contentHash: string, features: Features): void {
    this.#remove(contentHash);
    this.#entries.set(contentHash, features);
    this.#sizeBytes += sizeOf(features);
    for (const oldest of this.#entries.keys()) {
      if (this.#sizeBytes <= this.#limitBytes) break;
      this.#remove(oldest);
    }
  }

  #remove(contentHash: string): void {
    const features = this.#entries.get(contentHash);
    if (features === undefined) return;
    this.#entries.delete(contentHash);
    this.#sizeBytes -= sizeOf(features);
  }
}

function sizeOf({ merged, deepstack }: VisionFeatures): number {
  return deepstack.reduce((sum, level) => sum + level.byteLength, merged.byteLength);
}
