/** Questions that the checkpoints of a config answered, to show that they run. Outside every score. */

import type { MediaKind, SourceLocation } from '../benchmark/benchmark.ts';
import type { FeatureOrigin } from '../slide/feature-origin.ts';

export interface EngineCheck {
  /** Longest answer, in tokens; every answer is the greedy one. */
  readonly maxNewTokens: number;
  readonly items: readonly CheckedItem[];
}

/** A test item with what each checkpoint answered. */
export interface CheckedItem {
  /** Its key. */
  readonly item: string;
  readonly source: SourceLocation;
  /** The question, shortened to 300 characters. */
  readonly excerpt: string;
  readonly media: readonly CheckedMedium[];
  /** The reference answer, shortened to 300 characters; the boxes of an item that has only those. */
  readonly reference: string;
  /** One a model with a checkpoint, in the order of the config. */
  readonly answers: readonly CheckedAnswer[];
}

export interface CheckedMedium {
  readonly kind: MediaKind;
  readonly path: string;
  /** Of a slide whose features can be read. */
  readonly slide?: {
    readonly tiles: number;
    /** Who made its features, and whether their encoder is verified. */
    readonly origin: FeatureOrigin;
  };
}

export type CheckedAnswer =
  | {
      readonly model: string;
      readonly status: 'answered';
      readonly text: string;
      readonly tokens: number;
      /** `length`: cut off at `maxNewTokens`. */
      readonly finish: 'stop' | 'length';
      /** Natural log of the answer's probability, to two decimals. */
      readonly logProb: number;
    }
  | {
      readonly model: string;
      /** `not-applicable`: the model has no branch for such media; `not-run`: it could not be asked. */
      readonly status: 'not-applicable' | 'not-run';
      readonly reason: string;
    };
