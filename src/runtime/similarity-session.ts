import type { SimilarityMatrix } from '../model/breastgpt/coverage-selector.ts';
import { buildSimilarityRows } from '../model/breastgpt/similarity-graph.ts';
import { createSession, type Session } from './session.ts';

const BLOCK_ROWS = 64;
/** Vectors shorter than this are divided by it. */
const SMALLEST_NORM = 1e-12;

/** Makes similarity matrices of features of one width. */
export class SimilaritySession {
  readonly #session: Session;
  readonly #width: number;

  private constructor(session: Session, width: number) {
    this.#session = session;
    this.#width = width;
  }

  /** @throws {AuditError} if ONNX Runtime can not be loaded. */
  static async open(width: number, threads?: number): Promise<SimilaritySession> {
    const options = { weightsFolder: '.', ...(threads === undefined ? {} : { threads }) };
    return new SimilaritySession(await createSession(buildSimilarityRows(width), options), width);
  }

  /** @param features f32[count, width] */
  matrix(features: Float32Array): SimilarityMatrix {
    const width = this.#width;
    const count = features.length / width;
    const vectors = unitRows(features, width);
    const all = { data: vectors, shape: [count, width] };
    return {
      count,
      rows: async (indices) => {
        // Always whole blocks: the order of a product's sums may depend on its size.
        const blockRows = Math.ceil(indices.length / BLOCK_ROWS) * BLOCK_ROWS;
        const data = new Float32Array(blockRows * width);
        indices.forEach((index, i) => {
          data.set(vectors.subarray(index * width, (index + 1) * width), i * width);
        });
        const block = { data, shape: [blockRows, width] };
        const { similarities } = await this.#session.run({ block, all });
        const flat = similarities!.data as Float32Array;
        return indices.map((_, i) => flat.subarray(i * count, (i + 1) * count));
      },
    };
  }

  async close(): Promise<void> {
    await this.#session.close();
  }
}

function unitRows(features: Float32Array, width: number): Float32Array {
  const unit = new Float32Array(features.length);
  for (let start = 0; start < features.length; start += width) {
    let squares = 0;
    for (let i = start; i < start + width; i++) squares += features[i]! ** 2;
    const norm = Math.max(Math.sqrt(squares), SMALLEST_NORM);
    for (let i = start; i < start + width; i++) unit[i] = features[i]! / norm;
  }
  return unit;
}
