import { z } from 'zod';

/** Thresholds of the audit; a policy can change every one. */
export interface TemplateLeakageOptions {
  /** Largest share of test questions that may occur verbatim in train; default 0.05. */
  readonly maxVerbatimShare: number;
  /** Level of all intervals; default 0.95. */
  readonly level: number;
}

export const templateLeakageOptions: z.ZodType<TemplateLeakageOptions> = z.strictObject({
  maxVerbatimShare: z.number().min(0).max(1).default(0.05),
  level: z.number().gt(0).lt(1).default(0.95),
});
