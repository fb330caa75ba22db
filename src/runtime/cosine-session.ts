import { roundToBfloat16 } from '../model/breastgpt/bfloat16.ts';
import { buildCosineRows } from '../model/breastgpt/cosine-graph.ts';
import type { CosineMatrix } from '../model/breastgpt/coverage-selector.ts';
import type { SelectorPrecision } from '../model/media-settings.ts';
import { createSession, type Session } from './session.ts';

const BLOCK_ROWS = 64;
/** Vectors shorter than this are divided by it. */
const SMALLEST_NORM = 1e-12;

/** Makes matrices of cosines of features of one width. */
export class CosineSession {
  readonly #session: Session;
  readonly #width: number;

  private constructor(session: Session, width: number) {
    this.#session = session;
    this.#width = width;
  }

  /** @throws {AuditError} if ONNX Runtime can not be loaded. */
  static async open(width: number, threads?: number): Promise<CosineSession> {
    const options = { weightsFolder: '.', ...(threads === undefined ? {} : { threads }) };
    return new CosineSession(await createSession(buildCosineRows(width), options), width);
  }

  /**
   * @param features f32[count, width]
   * @param precision 'bfloat16' rounds features, norms and unit vectors as the authors do.
   */
  matrix(features: Float32Array, precision: SelectorPrecision = 'float32'): CosineMatrix {
    const width = this.#width;
    const count = features.length / width;
    const round = precision === 'bfloat16' ? roundToBfloat16 : Math.fround;
    const vectors = unitRows(features, width, round);
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
        const { cosines } = await this.#session.run({ block, all });
        const flat = cosines!.data as Float32Array;
        // Copies: a view of one row would keep the whole block in memory.
        return indices.map((_, i) => flat.slice(i * count, (i + 1) * count));
      },
    };
  }

  async close(): Promise<void> {
    await this.#session.close();
  }
}

function unitRows(
  features: Float32Array,
  width: number,
  round: (value: number) => number,
): Float32Array {
  const unit = features.map(round);
  for (let start = 0; start < unit.length; start += width) {
    const row = unit.subarray(start, start + width);
    let squares = 0;
    for (const value of row) squares += value ** 2;
    const norm = Math.max(round(Math.sqrt(squares)), SMALLEST_NORM);
    for (let i = 0; i < width; i++) row[i] = round(row[i]! / norm);
  }
  return unit;
}
