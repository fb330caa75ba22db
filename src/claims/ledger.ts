/** The claims of a file, each figure with how far it is rounded. */

import type { Track } from '../benchmark/benchmark.ts';
import type { ClaimKind } from './checked-claims.ts';
import type { PublishedN, Requirement, SubsetName } from './claims-file.ts';

/** A figure as published: the true one lies within its rounding. */
export interface PublishedFigure {
  readonly value: number;
  /** Half a unit of the last digit. */
  readonly rounding: number;
}

export interface ClaimsLedger {
  readonly title: string;
  readonly source: string;
  readonly claims: readonly Claim[];
}

export type Claim = ScoreClaim | LeadClaim | ComparatorClaim | QualitativeClaim;

interface ClaimFacts {
  readonly id: string;
  readonly kind: ClaimKind;
  readonly text: string;
  readonly location?: string;
  readonly unclear?: string;
}

/** What a figure is about. */
export interface FigureFacts extends ClaimFacts {
  readonly model: string;
  readonly track?: Track;
  readonly metric?: string;
  /** Whether an item's score can lie between 0 and 1. */
  readonly graded: boolean;
  readonly subset?: SubsetName;
  readonly n?: PublishedN;
}

/** A score of a model, whole or on a subset. */
export interface ScoreClaim extends FigureFacts {
  readonly asks: 'score';
  readonly value?: PublishedFigure;
  readonly atLeast?: number;
  readonly margin: number;
  readonly suppose?: PublishedFigure;
}

/** A lead of one model over another, whole or on a subset. */
export interface LeadClaim extends FigureFacts {
  readonly asks: 'lead';
  readonly over: string;
  readonly value?: PublishedFigure;
  readonly atLeast?: number;
  readonly scores?: { readonly model: PublishedFigure; readonly over: PublishedFigure };
}

/** A lead whose comparators are taken apart. */
export interface ComparatorClaim extends FigureFacts {
  readonly asks: 'comparators';
  readonly track: Track;
  readonly baseline: string;
  readonly cold: string;
  readonly scores?: ComparatorScores;
}

export interface ComparatorScores {
  readonly model: PublishedFigure;
  readonly baseline: PublishedFigure;
  readonly cold: PublishedFigure;
  /** The baseline before its training. */
  readonly backbone?: PublishedFigure;
}

/** A sentence without a figure. */
export interface QualitativeClaim extends ClaimFacts {
  readonly asks: 'conditions';
  readonly holds: readonly Requirement[];
}
