import { z } from 'zod';
import type { JudgmentKind } from './question.ts';

/** Thresholds of the audit grader-bias. */
export interface GraderBiasOptions {
  /** Largest favour for kin in scores that is allowed, as a share of the scale; default 0.02: 0.2 points of 10. */
  readonly maxFavour: number;
  /** Largest favour for kin in preferences that is allowed, as a share of the pairs; default 0.05. */
  readonly maxPreference: number;
  /** Who counts as kin: models of one family (default) or of one vendor. */
  readonly kinBy: 'family' | 'vendor';
  /** Items below which nothing is judged; default 20. */
  readonly minItems: number;
  /** Labelled answers below which no score is corrected; default 30. */
  readonly minLabels: number;
  /** Level of all intervals; default 0.95. */
  readonly level: number;
  /** Bootstrap resamples; default 9999. */
  readonly resamples: number;
}

export const graderBiasOptions: z.ZodType<GraderBiasOptions> = z.strictObject({
  maxFavour: z.number().gt(0).lt(1).default(0.02),
  maxPreference: z.number().gt(0).lt(1).default(0.05),
  kinBy: z.enum(['family', 'vendor']).default('family'),
  minItems: z.number().int().min(2).default(20),
  minLabels: z.number().int().min(2).default(30),
  level: z.number().gt(0).lt(1).default(0.95),
  resamples: z.number().int().min(99).max(99_999).default(9999),
});

/** The largest favour allowed in one kind of judgment. */
export function limitOf(kind: JudgmentKind, options: GraderBiasOptions): number {
  return kind === 'scores' ? options.maxFavour : options.maxPreference;
}

/** The most of them, for notes. */
export const mostForMany = 1999;

/** Resamples of what is many and decides nothing: single graders, pairs of graders, families left out. */
export function fewerResamples({ resamples }: GraderBiasOptions): number {
  return Math.min(resamples, mostForMany);
}
