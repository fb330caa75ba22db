import { buildAffinities } from '../../model/breastgpt/affinity-graph.ts';
import type { AffinityMatrix, AffinityStrip } from '../../model/breastgpt/affinity-rows.ts';
import { roundToBfloat16 } from '../../model/breastgpt/bfloat16.ts';
import type { SelectorPrecision } from '../../model/media-settings.ts';
import { createSession, type Session } from '../session.ts';

/** Single rows are computed in whole blocks: the order of a product's sums may depend on its size. */
const BLOCK_ROWS = 64;
/** Rows of the whole matrix that are computed at once. */
const STRIP_ROWS = 512;
/** Vectors shorter than this are divided by it. */
const SMALLEST_NORM = 1e-12;

/** Makes matrices of affinities of features of one width. */
export class AffinitySession {
  readonly #session: Session;
  readonly #width: number;
  readonly #precision: SelectorPrecision;
  /** Kept from matrix to matrix: fresh memory of this size costs more than what is done in it. */
  #scratch = new Float32Array();

  private constructor(session: Session, width: number, precision: SelectorPrecision) {
    this.#session = session;
    this.#width = width;
    this.#precision = precision;
  }

  /** @throws {AuditError} if ONNX Runtime can not be loaded. */
  static async open(
    width: number,
    precision: SelectorPrecision,
    threads?: number,
  ): Promise<AffinitySession> {
    const options = { weightsFolder: '.', ...(threads === undefined ? {} : { threads }) };
    const session = await createSession(buildAffinities(width, precision), options);
    return new AffinitySession(session, width, precision);
  }

  /**
   * The matrix of some features; it may be used until the next one is made.
   *
   * @param features f32[count, width]
   */
  matrix(features: Float32Array): AffinityMatrix {
    const width = this.#width;
    const count = features.length / width;
    if (this.#scratch.length < features.length) this.#scratch = new Float32Array(features.length);
    const vectors = this.#scratch.subarray(0, features.length);
    vectors.set(features);
    normaliseRows(vectors, width, this.#precision);
    return {
      count,
      rows: async (indices) => {
        const blockRows = Math.ceil(indices.length / BLOCK_ROWS) * BLOCK_ROWS;
        const block = new Float32Array(blockRows * width);
        indices.forEach((index, i) => {
          block.set(vectors.subarray(index * width, (index + 1) * width), i * width);
        });
        const flat = await this.#affinities(block, vectors);
        // Copies: a view of one row would keep the whole block in memory.
        return indices.map((_, i) => flat.slice(i * count, (i + 1) * count));
      },
      strips: () => this.#strips(vectors, count),
    };
  }

  async close(): Promise<void> {
    await this.#session.close();
  }

  async *#strips(vectors: Float32Array, count: number): AsyncGenerator<AffinityStrip> {
    for (let start = 0; start < count; start += STRIP_ROWS) {
      const end = Math.min(count, start + STRIP_ROWS);
      const rest = vectors.subarray(start * this.#width);
      const block = rest.subarray(0, (end - start) * this.#width);
      yield { start, end, affinities: await this.#affinities(block, rest) };
    }
  }

  async #affinities(block: Float32Array, all: Float32Array): Promise<Float32Array> {
    const width = this.#width;
    const { affinities } = await this.#session.run({
      block: { data: block, shape: [block.length / width, width] },
      all: { data: all, shape: [all.length / width, width] },
    });
    return affinities!.data as Float32Array;
  }
}

/** Brings rows to length 1; in bfloat16 features, norms and quotients are rounded. */
function normaliseRows(unit: Float32Array, width: number, precision: SelectorPrecision): void {
  const isRounded = precision === 'bfloat16';
  if (isRounded) roundAll(unit);
  for (let start = 0; start < unit.length; start += width) {
    let squares = 0;
    for (let i = start; i < start + width; i++) squares += unit[i]! * unit[i]!;
    const length = isRounded
      ? roundToBfloat16(Math.sqrt(squares))
      : Math.fround(Math.sqrt(squares));
    const norm = Math.max(length, SMALLEST_NORM);
    for (let i = start; i < start + width; i++) unit[i] = unit[i]! / norm;
  }
  if (isRounded) roundAll(unit);
}

function roundAll(values: Float32Array): void {
  for (let i = 0; i < values.length; i++) values[i] = roundToBfloat16(values[i]!);
}
