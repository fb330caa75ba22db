/** The frozen result: everything a report shows, nothing it has to compute. */

import type { InputFile, LedgerEntry, Track } from '../benchmark/benchmark.ts';
import type { CheckedClaims } from '../claims/checked-claims.ts';
import type { EngineCheck } from '../engine-check/engine-check.ts';
import type { GateDecision } from '../gate/gate-decision.ts';
import type { GradingSummary } from '../grading/grading-summary.ts';
import type { ModelCard } from '../model-card/model-card.ts';
import type { BatterySummary } from '../run/battery-summary.ts';
import type { Interval } from '../statistics/interval.ts';
import type { AuditResult, Estimate, Verdict } from './audit.ts';

export const schemaVersion = '1.4';

/** One model's score on one subset. */
export interface Score {
  readonly model: string;
  readonly role: string;
  readonly condition: string;
  readonly track: Track;
  /** `{ column: 'all', value: 'all' }` is the whole track. */
  readonly subset: { readonly column: string; readonly value: string };
  readonly metric: string;
  readonly extractor: string;
  readonly primary: boolean;
  readonly value: number;
  readonly n: number;
  readonly effectiveN: number;
  readonly clusters: number;
  readonly interval: Interval;
  /** Bounds when every unanswered item is counted as wrong, and as right; equals the interval when none is. */
  readonly worstCase: { readonly lower: number; readonly upper: number };
  readonly unanswered: number;
  readonly unparsed: number;
}

/** Range of a model's score and rank over answer extractors. */
export interface ExtractorRange {
  readonly model: string;
  readonly condition: string;
  readonly track: Track;
  readonly n: number;
  readonly scores: readonly {
    readonly extractor: string;
    readonly value: number;
    readonly rank: number;
    readonly unparsed: number;
  }[];
  /** Items on which two extractors disagree. */
  readonly disagreements: number;
}

/** One bar of the deflation waterfall. */
export interface DeflationStep {
  readonly name: DeflationStepName;
  readonly title: string;
  readonly estimate: Estimate;
}

/**
 * `blind`: the same model asked without the image; `image-gain`: its score with the image minus
 * that; `over-baseline`: the candidate minus its fine-tuned baseline.
 */
export type DeflationStepName =
  | 'all-items'
  | 'clean-items'
  | 'text-only'
  | 'remainder'
  | 'blind'
  | 'image-gain'
  | 'over-baseline';

/** Bars that are paired differences: points, and possibly below zero. */
export const differenceSteps: ReadonlySet<DeflationStepName> = new Set([
  'remainder',
  'image-gain',
  'over-baseline',
]);

/** How much of one model's headline on one track survives. */
export interface Deflation {
  readonly model: string;
  readonly track: Track;
  readonly metric: string;
  /** Name of the text-only baseline used, chosen on train; absent when there is none. */
  readonly baseline?: string;
  /** The fine-tuned baseline behind `over-baseline`; absent when there is none. */
  readonly comparator?: string;
  /** Test items removed for exact or verified reuse. */
  readonly reusedItems: number;
  /** Bars that could be computed, in order. */
  readonly steps: readonly DeflationStep[];
  /** Why bars are missing. */
  readonly note?: string;
}

/** One complete, versioned result. Equal inputs and seed give equal bytes. */
export interface AuditRun {
  readonly schemaVersion: string;
  readonly tool: { readonly name: string; readonly version: string };
  readonly benchmark: {
    readonly name: string;
    readonly testItems: number;
    readonly trainItems: number;
    readonly distinctMedia: number;
    /** What graders judged, by score and by pair; lexical measures apart. */
    readonly judged?: {
      readonly items: number;
      readonly graders: number;
      readonly judgments: number;
    };
    readonly media: 'present' | 'absent';
    readonly limit?: number;
  };
  /** The worst verdict that is not not-applicable or not-run. */
  readonly verdict: Verdict;
  /** One sentence. */
  readonly summary: string;
  readonly config: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly inputs: readonly InputFile[];
  /** Every model of the config, in its order. */
  readonly models: readonly ModelCard[];
  /** What the checkpoints among them answered: outside every score and verdict. */
  readonly engineCheck?: EngineCheck;
  /** How far the models' battery has come; absent where the config has none. */
  readonly battery?: BatterySummary;
  /** How far the graders have come; absent where the config has none. */
  readonly grading?: GradingSummary;
  readonly ledger: readonly LedgerEntry[];
  readonly scores: readonly Score[];
  readonly extractors: readonly ExtractorRange[];
  readonly deflation: readonly Deflation[];
  readonly audits: readonly AuditResult[];
  /** What the claims are worth; absent where the config names none. */
  readonly claims?: CheckedClaims;
  readonly gate?: GateDecision;
}
