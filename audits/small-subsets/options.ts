import { z } from 'zod';

/** Thresholds of the audit small-subsets. */
export interface SmallSubsetsOptions {
  /** Level of all intervals; default 0.95. */
  readonly level: number;
  /** Largest chance of even one false conclusion in the whole family of comparisons; default 0.05. */
  readonly alpha: number;
  /** Chance of finding a difference for which the detectable difference is given; default 0.8. */
  readonly power: number;
  /** Share of items on which two models are taken to differ where no two can be compared; default 0.2. */
  readonly assumedDiscordance: number;
}

export const smallSubsetsOptions: z.ZodType<SmallSubsetsOptions> = z.strictObject({
  level: z.number().gt(0).lt(1).default(0.95),
  alpha: z.number().gt(0).lt(1).default(0.05),
  power: z.number().min(0.5).lt(1).default(0.8),
  assumedDiscordance: z.number().gt(0).max(1).default(0.2),
});
