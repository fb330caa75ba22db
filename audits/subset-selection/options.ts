import { z } from 'zod';

/** Thresholds of the audit subset-selection. */
export interface SubsetSelectionOptions {
  /** p-value, after Holm's adjustment, below which a selection counts as shown; default 0.01. */
  readonly alpha: number;
  /** Subsets that are drawn anew; default 10,000. */
  readonly redraws: number;
  /** Largest shift of a score that a selection may have made unseen; default 0.05: five points. */
  readonly maxShift: number;
  /** Chance with which such a shift would have been seen; default 0.8. */
  readonly power: number;
  /** Share of the parent's items that a model must have answered; default 0.9. */
  readonly minAnswered: number;
  /** Share of the test items that the parent may lack; default 0.05. */
  readonly maxOutside: number;
  /** Level of all intervals; default 0.95. */
  readonly level: number;
}

export const subsetSelectionOptions: z.ZodType<SubsetSelectionOptions> = z.strictObject({
  alpha: z.number().gt(0).lt(1).default(0.01),
  redraws: z.number().int().min(99).max(99_999).default(10_000),
  maxShift: z.number().gt(0).lt(1).default(0.05),
  power: z.number().min(0.5).lt(1).default(0.8),
  minAnswered: z.number().gt(0).max(1).default(0.9),
  maxOutside: z.number().min(0).lt(1).default(0.05),
  level: z.number().gt(0).lt(1).default(0.95),
});
