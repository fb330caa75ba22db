import { z } from 'zod';

/** Thresholds of the audit numerical-stability. */
export interface NumericalStabilityOptions {
  /** Level of all intervals; default 0.95. */
  readonly level: number;
  /** Largest share of answers that may change when only the arithmetic does; default 0.02, a starting point. */
  readonly maxFlipRate: number;
  /** Fewest items on which a share is judged; default 10. */
  readonly minItems: number;
}

export const numericalStabilityOptions: z.ZodType<NumericalStabilityOptions> = z.strictObject({
  level: z.number().gt(0).lt(1).default(0.95),
  maxFlipRate: z.number().min(0).max(1).default(0.02),
  minItems: z.int().min(2).default(10),
});
