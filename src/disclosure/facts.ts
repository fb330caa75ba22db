/** What is said, in a form that measurements can agree with or contradict. */

import type { Track } from '../benchmark/benchmark.ts';

/** The facts of each check; checks without any have an empty record. */
export interface CheckFacts {
  readonly D01: NoFacts;
  readonly D02: { readonly noTies?: boolean };
  readonly D03: { readonly independent?: boolean };
  readonly D04: { readonly separateSources?: boolean };
  readonly D05: DateFacts;
  readonly D06: { readonly testItems?: number; readonly trainItems?: number };
  readonly D07: { readonly splitLevel?: SplitLevel; readonly disjoint?: boolean };
  readonly D08: { readonly external?: boolean };
  readonly D09: { readonly representative?: boolean };
  readonly D10: { readonly smallestGap?: number; readonly track?: Track };
  readonly D11: { readonly modelGeneratedShare?: number };
  readonly D12: { readonly graderAlpha?: number };
  readonly D13: NoFacts;
  readonly D14: { readonly checkpoints?: Hashes };
  readonly D15: DeclaredDecoding;
  readonly D16: { readonly samePrompt?: boolean };
  readonly D17: { readonly trainedComparator?: boolean };
  readonly D18: { readonly parserRobust?: boolean };
  readonly D19: { readonly intervals?: readonly GivenInterval[] };
  readonly D20: NoFacts;
  readonly D21: { readonly allAnswered?: boolean; readonly allRead?: boolean };
  readonly D22: { readonly maxFlipRate?: number };
  readonly D23: { readonly evenPerformance?: boolean };
  readonly D24: {
    readonly duplicatesRemoved?: boolean;
    readonly allMediaReadable?: boolean;
    readonly noAnswerTruncated?: boolean;
  };
  readonly D25: NoFacts;
  readonly D26: NoFacts;
  readonly D27: NoFacts;
  readonly D28: { readonly files?: Hashes };
  readonly D29: NoFacts;
  readonly D30: NoFacts;
  readonly D31: { readonly noContamination?: boolean };
  readonly D32: { readonly selection?: Selection };
  readonly D33: {
    readonly samePrompt?: boolean;
    readonly sameResolution?: boolean;
    readonly sameShots?: boolean;
    readonly sameDecoding?: boolean;
  };
}

export type NoFacts = Readonly<Record<never, never>>;

export const splitLevels = ['patient', 'exam', 'image', 'item'] as const;
export type SplitLevel = (typeof splitLevels)[number];

export const selections = ['all', 'random', 'stratified', 'consecutive', 'chosen'] as const;
export type Selection = (typeof selections)[number];

/** A name, and the SHA-256 that it is said to have. */
export type Hashes = Readonly<Record<string, string>>;

/** Dates as `2021`, `2021-03` or `2021-03-31`. */
export interface DateFacts {
  readonly oldest?: string;
  readonly newest?: string;
  /** Until when each model's knowledge reaches. */
  readonly cutoffs?: Readonly<Record<string, string>>;
  /** Whether all data are newer than every cut-off. */
  readonly afterCutoffs?: boolean;
}

export interface DeclaredDecoding {
  /** 0 is greedy. */
  readonly temperature?: number;
  readonly seed?: number;
  readonly maxTokens?: number;
  readonly runs?: number;
  /** `checkpoint`: whoever asked set nothing, so that each checkpoint's own settings decide. */
  readonly setBy?: 'script' | 'checkpoint';
  /** Share of the answers that were cut at the longest length. */
  readonly truncatedShare?: number;
}

/** An interval as published, in proportions. */
export interface GivenInterval {
  readonly model: string;
  readonly track: Track;
  readonly lower: number;
  readonly upper: number;
}
