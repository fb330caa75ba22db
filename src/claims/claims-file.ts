/** A claims file as written. */

import type { Verdict } from '../audit/audit.ts';
import type { Track } from '../benchmark/benchmark.ts';

/** A claims file after validation, figures as written. */
export interface ClaimsFile {
  readonly version: 1;
  readonly title: string;
  readonly source: string;
  readonly claims: Readonly<Record<string, WrittenClaim>>;
}

export type WrittenClaim =
  | WrittenScore
  | WrittenGap
  | WrittenSubset
  | WrittenComparator
  | WrittenQualitative;

interface Sentence {
  /** The sentence as it is made. */
  readonly text: string;
  /** Where it is made. */
  readonly location?: string;
  /** What its authors would have to say first. */
  readonly unclear?: string;
}

/** What every claim about a score or a lead says. */
export interface Measured extends Sentence {
  readonly model: string;
  readonly track?: Track;
  /** Default: the track's headline metric. */
  readonly metric?: string;
  /** Whether an item's score can lie between 0 and 1. */
  readonly graded?: boolean;
  readonly subset?: SubsetName;
  /** Items behind the figures; `atMost` where only a larger whole is published. */
  readonly n?: PublishedN;
  /** Half a unit of the last digit of every figure; default: by the digits written. */
  readonly rounding?: number;
}

export interface SubsetName {
  readonly column: string;
  readonly value: string;
}

export type PublishedN = number | { readonly atMost: number };

interface ScoreKeys {
  readonly value?: number;
  readonly atLeast?: number;
  /** How far the true score may lie below the claimed one. */
  readonly margin?: number;
  /** A score to reckon with where none is published. */
  readonly suppose?: number;
}

interface GapKeys {
  /** The model that is led. */
  readonly over: string;
  readonly value?: number;
  readonly atLeast?: number;
  readonly scores?: { readonly model: number; readonly over: number };
}

export interface WrittenScore extends Measured, ScoreKeys {
  readonly kind: 'score';
}

export interface WrittenGap extends Measured, GapKeys {
  readonly kind: 'gap';
}

/** A score on part of the test split, or a lead where `over` names who is led. */
export interface WrittenSubset extends Measured, ScoreKeys, Partial<GapKeys> {
  readonly kind: 'subset';
  readonly subset: SubsetName;
}

export interface WrittenComparator extends Measured {
  readonly kind: 'comparator';
  readonly track: Track;
  readonly baseline: string;
  readonly cold: string;
  readonly scores?: {
    readonly model: number;
    readonly baseline: number;
    readonly cold: number;
    readonly backbone?: number;
  };
}

export interface WrittenQualitative extends Sentence {
  readonly kind: 'qualitative';
  readonly holds: readonly Requirement[];
}

/** What must hold for a sentence without a figure. */
export type Requirement = RequiredVerdict | RequiredMeasure | RequiredSetting;

export interface RequiredVerdict {
  readonly audit: string;
  readonly verdict: Verdict;
}

export interface RequiredMeasure {
  /** `image-reuse/sharedPatients`. */
  readonly measure: string;
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** A published setting, compared with what the sentence takes. */
export interface RequiredSetting {
  readonly setting: string;
  readonly mustBe: string | number | boolean;
  readonly is: string | number | boolean;
  readonly location: string;
}
