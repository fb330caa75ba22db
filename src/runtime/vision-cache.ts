/** Features of one image. */
export interface VisionFeatures {
  /** f32[tokens, outHiddenSize] */
  readonly merged: Float32Array;
  /** f32[levels][tokens, outHiddenSize] */
  readonly deepstack: readonly Float32Array[];
}

/** Features of the images used last, by pixel hash, up to a number of bytes. */
export class VisionCache {
  readonly #limitBytes: number;
  // A Map keeps the order of insertion: the first entry is the one unused for longest.
  readonly #entries = new Map<string, VisionFeatures>();
  #sizeBytes = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  get(pixelHash: string): VisionFeatures | undefined {
    const features = this.#entries.get(pixelHash);
    if (features !== undefined) {
      this.#entries.delete(pixelHash);
      this.#entries.set(pixelHash, features);
    }
    return features;
  }

  set(pixelHash: string, features: VisionFeatures): void {
    this.#remove(pixelHash);
    this.#entries.set(pixelHash, features);
    this.#sizeBytes += sizeOf(features);
    for (const oldest of this.#entries.keys()) {
      if (this.#sizeBytes <= this.#limitBytes) break;
      this.#remove(oldest);
    }
  }

  #remove(pixelHash: string): void {
    const features = this.#entries.get(pixelHash);
    if (features === undefined) return;
    this.#entries.delete(pixelHash);
    this.#sizeBytes -= sizeOf(features);
  }
}

function sizeOf({ merged, deepstack }: VisionFeatures): number {
  return deepstack.reduce((sum, level) => sum + level.byteLength, merged.byteLength);
}
