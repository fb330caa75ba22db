import { z } from 'zod';

/** What two parts can have in common. */
export const bonds = ['team', 'vendor', 'pipeline', 'sources', 'family'] as const;

export type Bond = (typeof bonds)[number];

/** What the audit pipeline-kinship counts as kinship. */
export interface PipelineKinshipOptions {
  /** What links two parts; default: all of `team`, `vendor`, `pipeline`, `sources` and `family`. */
  readonly bonds: readonly Bond[];
}

export const pipelineKinshipOptions: z.ZodType<PipelineKinshipOptions> = z.strictObject({
  bonds: z
    .array(z.enum(bonds))
    .min(1)
    .default([...bonds]),
});
