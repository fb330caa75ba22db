import type { BreastGptConfig } from '../../model/breastgpt/config.ts';
import { selectCoverage } from '../../model/breastgpt/coverage-selector.ts';
import { breastGptPositions, type MediumRun } from '../../model/breastgpt/position-ids.ts';
import type { BreastGptPrompt, PreparedMedium } from '../../model/breastgpt/prompt.ts';
import { type Progress, silentProgress } from '../../progress.ts';
import type { Session } from '../session.ts';
import type { AffinitySession } from './affinity-session.ts';
import { type EncodedPrompt, joined } from './encoded-prompt.ts';
import { FeatureCache, type VisionFeatures } from './feature-cache.ts';
import { FEATURE_CACHE_BYTES, type PromptEncoder } from './prompt-encoder.ts';
import type { SlideBranch } from './slide-branch.ts';
import { see } from './vision-session.ts';

/** What is kept of a medium: at each level other tokens, as many as the budget. */
export interface SelectedFeatures extends VisionFeatures {
  /** i32[levels + 1][kept], ascending: of the merged features, then of each DeepStack level. */
  readonly kept: readonly Int32Array[];
}

/** The sessions of BreastGPT in front of its decoder. */
export interface BreastGptSessions {
  readonly vision: Session;
  readonly slide: SlideBranch;
  readonly affinities: AffinitySession;
}

/** BreastGPT's branches: vision tower and slide branch, each with the selector after it. */
export class BreastGptEncoder implements PromptEncoder {
  readonly config: BreastGptConfig;
  readonly #sessions: BreastGptSessions;
  readonly #progress: Progress;
  readonly #cache = new FeatureCache<SelectedFeatures>(FEATURE_CACHE_BYTES);

  constructor(
    config: BreastGptConfig,
    sessions: BreastGptSessions,
    progress: Progress = silentProgress,
  ) {
    this.#progress = progress;
    this.config = config;
    this.#sessions = sessions;
  }

  async encode(prompt: BreastGptPrompt): Promise<EncodedPrompt> {
    const selected: SelectedFeatures[] = [];
    for (const medium of prompt.media) selected.push(await this.select(medium));
    const tokens = prompt.inputIds.length;
    const runs = prompt.media.map(
      (medium, i): MediumRun => ({
        start: prompt.starts[i]!,
        kept: selected[i]!.kept[0]!,
        ...frameSize(medium, this.config),
      }),
    );
    return {
      inputIds: prompt.inputIds,
      visualIndex: Int32Array.from(
        runs.flatMap(({ start, kept }) => Array.from(kept, (_, pad) => start + pad)),
      ),
      positionIds: breastGptPositions(tokens, runs),
      nextPosition: tokens,
      kept: selected.map(({ kept }) => kept),
      merged: joined(selected.map(({ merged }) => merged)),
      deepstack: this.config.qwen.vision.deepstackLayers.map((_, level) =>
        joined(selected.map(({ deepstack }) => deepstack[level]!)),
      ),
    };
  }

  /** The features of a medium that the decoder gets to see; computed once a medium. */
  async select(medium: PreparedMedium): Promise<SelectedFeatures> {
    const hash = `${medium.type} ${contentHash(medium)}`;
    const known = this.#cache.get(hash);
    if (known !== undefined) return known;
    const budget = this.config.media.tokenBudgets[medium.type];
    const levels: { rows: Float32Array; kept: Int32Array }[] = [];
    // Each level is selected on its own, so slot s holds another token at every level.
    const task = this.#progress.start(
      `Looking at the ${medium.type} (levels)`,
      1 + this.config.qwen.vision.deepstackLayers.length,
    );
    for await (const level of this.levels(medium)) {
      levels.push(await this.#keep(level, budget));
      task.advance();
    }
    task.done();
    const [top, ...deep] = levels;
    const selected = {
      merged: top!.rows,
      deepstack: deep.map(({ rows }) => rows),
      kept: levels.map(({ kept }) => kept),
    };
    this.#cache.set(hash, selected);
    return selected;
  }

  async close(): Promise<void> {
    const { vision, slide, affinities } = this.#sessions;
    for (const session of [vision, slide, affinities]) await session.close();
  }

  /**
   * All features of a medium: for the embeddings, then for each DeepStack level. The memory of
   * one may be used for the next.
   *
   * @yields f32[tokens, hiddenSize]
   */
  async *levels(medium: PreparedMedium): AsyncGenerator<Float32Array> {
    const { vision, slide } = this.#sessions;
    const { qwen } = this.config;
    if (medium.type === 'slide') return yield* slide.levels(medium.slide);
    const { grid, frames } =
      medium.type === 'image'
        ? { ...medium.image, frames: [medium.image.patches] }
        : { ...medium.volume, frames: medium.volume.patches };
    // Attention stays inside a temporal patch, so each is looked at on its own.
    const seen: VisionFeatures[] = [];
    for (const patches of frames) seen.push(await see(vision, qwen, patches, grid));
    yield joined(seen.map(({ merged }) => merged));
    for (const level of qwen.vision.deepstackLayers.keys()) {
      yield joined(seen.map(({ deepstack }) => deepstack[level]!));
    }
  }

  async #keep(
    features: Float32Array,
    budget: number,
  ): Promise<{ rows: Float32Array; kept: Int32Array }> {
    const width = this.config.qwen.text.hiddenSize;
    const precision = this.config.media.selectorPrecision;
    const matrix = this.#sessions.affinities.matrix(features);
    const kept = (await selectCoverage(matrix, budget, { precision })).toSorted();
    const rows = joined([...kept].map((row) => features.slice(row * width, (row + 1) * width)));
    return { rows, kept };
  }
}

function contentHash(medium: PreparedMedium): string {
  switch (medium.type) {
    case 'image':
      return medium.image.pixelHash;
    case 'volume':
      return medium.volume.pixelHash;
    case 'slide':
      return medium.slide.contentHash;
  }
}

/** Merged tokens of one frame; a slide is one row. */
function frameSize(
  medium: PreparedMedium,
  { qwen }: BreastGptConfig,
): { height: number; width: number } {
  if (medium.type === 'slide') return { height: 1, width: medium.slide.tiles };
  const { grid } = medium.type === 'image' ? medium.image : medium.volume;
  const { spatialMergeSize } = qwen.vision;
  return { height: grid.height / spatialMergeSize, width: grid.width / spatialMergeSize };
}
