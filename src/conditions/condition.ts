/** What a model is shown of an item, in the field's terms a blind condition: one module each beside this file. */

import type { AnswerOption, Item, MediaReference } from '../benchmark/benchmark.ts';

/** `real` is the item as it is; the others each take something away. A battery asks these by default. */
export const controlConditionIds = [
  'real',
  'none',
  'blank',
  'noise',
  'shuffled',
  'wrong-modality',
  'options-only',
  'rotated',
] as const;

/** The item with help that models trained on such items do not need; asked only where a config says so. */
export const promptedConditionIds = ['format', 'few-shot'] as const;

/**
 * The item as it is, asked a further time: whether the answer is the same. `sampled` draws it, as the
 * checkpoint was published, several times; `selector-bfloat16` and `batched` have it computed
 * otherwise. Asked only where a config or `--repeat` says so.
 */
export const repeatConditionIds = ['repeated', 'sampled', 'selector-bfloat16', 'batched'] as const;

/** Repeats whose model is opened with other settings. */
export const variantConditionIds = ['selector-bfloat16', 'batched'] as const;

export type VariantConditionId = (typeof variantConditionIds)[number];

/** Every condition. */
export const conditionIds: readonly [
  ...typeof controlConditionIds,
  ...typeof promptedConditionIds,
  ...typeof repeatConditionIds,
] = [...controlConditionIds, ...promptedConditionIds, ...repeatConditionIds];

export type ConditionId = (typeof conditionIds)[number];

/** A medium of a stimulus: the one at hand, or what stands in for it at the same size. */
export interface StimulusMedium {
  /** The medium that is shown, or whose size and mean the substitute has. */
  readonly reference: MediaReference;
  /** `blank`: every value the medium's mean; `noise`: seeded values without structure. */
  readonly treatment: 'as-is' | 'blank' | 'noise';
  /** Of noise. */
  readonly seed?: number;
}

/** What is put before a model. */
export interface Stimulus {
  /** Rotated options: how many places the contents moved, 1 … options - 1. */
  readonly rotation?: number;
  /** Sampled answers: which of several, from 1. */
  readonly repeat?: number;
  readonly system?: string;
  /** Shown before the text, in this order. */
  readonly media: readonly StimulusMedium[];
  /** Question and options, as the user says it. */
  readonly text: string;
  /** The options as shown: labels in their places, each with the content it now stands for. */
  readonly options: readonly AnswerOption[];
}

/** Why an item can't be asked under a condition. */
export interface Inapplicable {
  readonly reason: string;
}

/** What conditions that borrow from other items need to know. */
export interface ConditionContext {
  /** Answers of `sampled`; default 1. */
  readonly repeats?: number;
  readonly seed: number;
  /** Every test item, those behind a limit too: a shuffled medium stays the same however few are asked. */
  readonly items: readonly Item[];
  /** Question template of each item key. */
  readonly templateOf: ReadonlyMap<string, string>;
  /** Absent where there are no train items, or no condition that needs them is asked for. */
  readonly train?: {
    readonly items: readonly Item[];
    /** Question template of each item key of both splits, mined together. */
    readonly templateOf: ReadonlyMap<string, string>;
  };
}

/** One way to show items. */
export interface Condition {
  readonly id: ConditionId;
  /** What people read: "Question only". */
  readonly title: string;
  /** What the model sees, one sentence. */
  readonly shows: string;
  /** Looks at all items once; the function it returns makes one item's stimuli, several for `rotated`. */
  prepare(context: ConditionContext): (item: Item) => readonly Stimulus[] | Inapplicable;
}
