import type { Checkpoint } from '../../checkpoint/checkpoint.ts';
import { groupIndices, HEAD_GROUPS } from '../../model/breastgpt/dilated-attention.ts';
import {
  buildLongNet,
  buildSlideProjector,
  type LongNetConfig,
  slideLevels,
} from '../../model/breastgpt/long-net.ts';
import type { SlideFeatures } from '../../model/breastgpt/slide-reader.ts';
import type { Graph } from '../../onnx/graph.ts';
import type { RuntimeTensor, Session } from '../session.ts';

/**
 * Tiles that are projected at once. Results beyond 32 MB take fresh memory from the system every
 * time, which can cost more than the product itself.
 */
const PROJECTED_TILES = 1024;
/** Tiles beyond which LongNet is closed after use: a session keeps the 2 GB it took and more. */
const LARGE_SLIDE = 12_000;

/** BreastGPT's slide branch: LongNet, and a projection for each level of the decoder. */
export class SlideBranch {
  readonly #config: LongNetConfig;
  readonly #openLongNet: () => Promise<Session>;
  #longNet: Session | undefined;
  /** One a level, in the order of `slideLevels`. */
  readonly #projectors: readonly Session[];

  private constructor(
    config: LongNetConfig,
    openLongNet: () => Promise<Session>,
    projectors: readonly Session[],
  ) {
    this.#config = config;
    this.#openLongNet = openLongNet;
    this.#projectors = projectors;
  }

  /**
   * @param open loads a graph over the checkpoint's weights.
   * @throws {AuditError} if a tensor is missing or has another shape.
   */
  static async open(
    config: LongNetConfig,
    checkpoint: Checkpoint,
    open: (graph: Graph) => Promise<Session>,
  ): Promise<SlideBranch> {
    const projectors: Session[] = [];
    for (const level of slideLevels(config)) {
      projectors.push(await open(buildSlideProjector(config, checkpoint, level)));
    }
    const branch = new SlideBranch(
      config,
      () => open(buildLongNet(config, checkpoint)),
      projectors,
    );
    branch.#longNet = await branch.#openLongNet();
    return branch;
  }

  /**
   * The features of a slide: for the embeddings, then for each DeepStack level. Each is computed
   * when it is asked for, in the memory of the one before.
   *
   * @yields f32[tiles, outHiddenSize]
   */
  async *levels({ features: data, tiles }: SlideFeatures): AsyncGenerator<Float32Array> {
    const feeds: Record<string, RuntimeTensor> = {
      features: { data, shape: [tiles, this.#config.featureDim] },
    };
    for (const headGroup of HEAD_GROUPS) {
      const { rows, segments, length, places } = groupIndices(tiles, headGroup);
      const name = `${headGroup.branch}.${headGroup.group}`;
      feeds[`rows.${name}`] = { data: rows, shape: [segments, length] };
      feeds[`places.${name}`] = { data: places, shape: [tiles] };
    }
    const states = await this.#hiddenStates(feeds, tiles);
    const features = new Float32Array(tiles * this.#config.outHiddenSize);
    for (const [level, { layer }] of slideLevels(this.#config).entries()) {
      const hidden = states[`hidden.${layer}`]!.data as Float32Array;
      await this.#project(this.#projectors[level]!, hidden, features);
      yield features;
    }
  }

  async #hiddenStates(
    feeds: Record<string, RuntimeTensor>,
    tiles: number,
  ): Promise<Record<string, RuntimeTensor>> {
    this.#longNet ??= await this.#openLongNet();
    const states = await this.#longNet.run(feeds);
    if (tiles > LARGE_SLIDE) {
      await this.#longNet.close();
      this.#longNet = undefined;
    }
    return states;
  }

  /** Writes the projections of hidden states f32[tiles, featureDim] to `target`. */
  async #project(projector: Session, states: Float32Array, target: Float32Array): Promise<void> {
    const { featureDim, outHiddenSize } = this.#config;
    const tiles = states.length / featureDim;
    for (let start = 0; start < tiles; start += PROJECTED_TILES) {
      const end = Math.min(tiles, start + PROJECTED_TILES);
      const data = states.subarray(start * featureDim, end * featureDim);
      const { projected } = await projector.run({
        hidden: { data, shape: [end - start, featureDim] },
      });
      target.set(projected!.data as Float32Array, start * outHiddenSize);
    }
  }

  async close(): Promise<void> {
    for (const session of [this.#longNet, ...this.#projectors]) await session?.close();
  }
}
