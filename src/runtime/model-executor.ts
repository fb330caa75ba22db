import type { Sampling } from '../model/model.ts';
import type { Qwen3VlConfig } from '../model/qwen3-vl/config.ts';
import type { ProcessedImage } from '../model/qwen3-vl/image-processor.ts';
import type { PreparedPrompt } from '../model/qwen3-vl/prompt.ts';
import { visionInputs } from '../model/qwen3-vl/vision-inputs.ts';
import { DecoderRun, type EncodedPrompt, joined } from './decoder-run.ts';
import { type GeneratedTokens, generateTokens } from './generate.ts';
import type { ChosenToken } from './sampler.ts';
import { scoreOptions } from './score.ts';
import type { Session } from './session.ts';
import { VisionCache, type VisionFeatures } from './vision-cache.ts';

/** What a request to generate says; it can be sent between threads. */
export interface GenerateRequest {
  readonly prompts: readonly PreparedPrompt[];
  /** Place of each prompt in the whole run. */
  readonly promptIndices: readonly number[];
  readonly maxNewTokens: number;
  readonly sampling: Sampling;
  readonly stopIds: readonly number[];
  /** Set to 1 to stop after the token under way. */
  readonly cancelled: Int32Array;
}

/** What a request to score says; it can be sent between threads. */
export interface ScoreRequest {
  readonly prompt: PreparedPrompt;
  /** Token ids of each option. */
  readonly options: readonly (readonly number[])[];
}

/** Runs requests one after another, in this thread or another. */
export interface Executor {
  generate(
    request: GenerateRequest,
    onToken: (promptIndex: number, token: ChosenToken) => void,
  ): Promise<readonly GeneratedTokens[]>;
  score(request: ScoreRequest): Promise<readonly number[]>;
  close(): Promise<void>;
}

/** Enough for the features of eight images of 1,024 x 1,024 px in the 8B model. */
const VISION_CACHE_BYTES = 512 * 2 ** 20;

/** Owns the sessions of a model and runs requests in the thread that calls it. */
export class ModelExecutor implements Executor {
  readonly #config: Qwen3VlConfig;
  readonly #vision: Session;
  readonly #decoder: Session;
  readonly #cache = new VisionCache(VISION_CACHE_BYTES);

  constructor(config: Qwen3VlConfig, sessions: { vision: Session; decoder: Session }) {
    this.#config = config;
    this.#vision = sessions.vision;
    this.#decoder = sessions.decoder;
  }

  async generate(
    request: GenerateRequest,
    onToken: (promptIndex: number, token: ChosenToken) => void,
  ): Promise<readonly GeneratedTokens[]> {
    const prompts: EncodedPrompt[] = [];
    for (const prompt of request.prompts) prompts.push(await this.encode(prompt));
    return await generateTokens(this.start(prompts, request.maxNewTokens), {
      ...request,
      stopIds: new Set(request.stopIds),
      isCancelled: () => Atomics.load(request.cancelled, 0) === 1,
      onToken,
    });
  }

  async score({ prompt, options }: ScoreRequest): Promise<readonly number[]> {
    const longest = Math.max(...options.map((ids) => ids.length));
    const prompts = [await this.encode(prompt)];
    return await scoreOptions(this.start(prompts, longest), options);
  }

  async close(): Promise<void> {
    await this.#vision.close();
    await this.#decoder.close();
  }

  /** Sends prompts on their way through the decoder, with room for new tokens. */
  start(prompts: readonly EncodedPrompt[], newTokens: number): DecoderRun {
    return new DecoderRun(this.#decoder, this.#config, prompts, newTokens);
  }

  /** The prompt with the features of its images. */
  async encode(prompt: PreparedPrompt): Promise<EncodedPrompt> {
    const features: VisionFeatures[] = [];
    for (const image of prompt.images) features.push(await this.#see(image));
    return {
      ...prompt,
      merged: joined(features.map(({ merged }) => merged)),
      deepstack: this.#config.vision.deepstackLayers.map((_, level) =>
        joined(features.map(({ deepstack }) => deepstack[level]!)),
      ),
    };
  }

  /** The vision tower's features of an image; the same image is asked about many times. */
  async #see(image: ProcessedImage): Promise<VisionFeatures> {
    const known = this.#cache.get(image.pixelHash);
    if (known !== undefined) return known;
    const { vision } = this.#config;
    const patches = image.grid.height * image.grid.width;
    const half = vision.hiddenSize / vision.headCount / 2;
    const inputs = visionInputs(this.#config, image.grid);
    const { merged, deepstack } = await this.#vision.run({
      patches: { data: image.patches, shape: [patches, image.patches.length / patches] },
      position_index: { data: inputs.positionIndex, shape: [4, patches] },
      position_weight: { data: inputs.positionWeight, shape: [4, patches] },
      cos: { data: inputs.cos, shape: [patches, half] },
      sin: { data: inputs.sin, shape: [patches, half] },
    });
    const size = merged!.data.length;
    const levels = deepstack!.data as Float32Array;
    const features = {
      merged: merged!.data as Float32Array,
      deepstack: vision.deepstackLayers.map((_, level) =>
        levels.subarray(level * size, (level + 1) * size),
      ),
    };
    this.#cache.set(image.pixelHash, features);
    return features;
  }
}
