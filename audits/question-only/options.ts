import { z } from 'zod';

/** Thresholds of the audit question-only. */
export interface QuestionOnlyOptions {
  /** Largest chance-corrected share of a score that may be reached without the image; default 0.5. */
  readonly maxShare: number;
  /** Level of all intervals; default 0.95. */
  readonly level: number;
  /** Tracks that are judged; default both. */
  readonly tracks: readonly ('closed' | 'open')[];
  /** Test items below which a track is not judged; default 20. */
  readonly minItems: number;
  /** Share of one answer in train from which on a template gives its answer away; default 0.9. */
  readonly constantShare: number;
}

export const questionOnlyOptions: z.ZodType<QuestionOnlyOptions> = z.strictObject({
  maxShare: z.number().min(0).max(1).default(0.5),
  level: z.number().gt(0).lt(1).default(0.95),
  tracks: z
    .array(z.enum(['closed', 'open']))
    .min(1)
    .default(['closed', 'open']),
  minItems: z.number().int().min(2).default(20),
  constantShare: z.number().gt(0).max(1).default(0.9),
});
