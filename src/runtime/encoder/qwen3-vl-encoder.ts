import type { Qwen3VlConfig } from '../../model/qwen3-vl/config.ts';
import type { Qwen3VlPrompt } from '../../model/qwen3-vl/prompt.ts';
import type { Session } from '../session.ts';
import { type EncodedPrompt, joined } from './encoded-prompt.ts';
import { FeatureCache, type VisionFeatures } from './feature-cache.ts';
import { FEATURE_CACHE_BYTES, type PromptEncoder } from './prompt-encoder.ts';
import { see } from './vision-session.ts';

/** The vision tower of Qwen3-VL; an image asked about many times is looked at once. */
export class Qwen3VlEncoder implements PromptEncoder {
  readonly #config: Qwen3VlConfig;
  readonly #vision: Session;
  readonly #cache = new FeatureCache(FEATURE_CACHE_BYTES);

  constructor(config: Qwen3VlConfig, vision: Session) {
    this.#config = config;
    this.#vision = vision;
  }

  async encode(prompt: Qwen3VlPrompt): Promise<EncodedPrompt> {
    const features: VisionFeatures[] = [];
    for (const { pixelHash, patches, grid } of prompt.images) {
      const known = this.#cache.get(pixelHash);
      const seen = known ?? (await see(this.#vision, this.#config, patches, grid));
      if (known === undefined) this.#cache.set(pixelHash, seen);
      features.push(seen);
    }
    return {
      ...prompt,
      merged: joined(features.map(({ merged }) => merged)),
      deepstack: this.#config.vision.deepstackLayers.map((_, level) =>
        joined(features.map(({ deepstack }) => deepstack[level]!)),
      ),
    };
  }

  async close(): Promise<void> {
    await this.#vision.close();
  }
}
