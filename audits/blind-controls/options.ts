import { z } from 'zod';
import { type ControlId, controlIds } from './conditions.ts';

/** Thresholds of the audit blind-controls. */
export interface BlindControlsOptions {
  /** Gain from the image, as a proportion, below which a model is said not to need it; default 0.05. */
  readonly minGain: number;
  /** Largest chance-corrected share of a score that may be kept without the image; default 0.5. */
  readonly maxShare: number;
  /** The control that decides; default: the first recorded of none, blank, shuffled, noise, wrong-modality. */
  readonly control?: ControlId;
  /** What the deciding share is corrected for: a uniform guess (default), or the template's usual answer. */
  readonly chance: 'guess' | 'prior-per-template';
  /** The model that the candidate was fine-tuned from, by name; default: the cold model of its family. */
  readonly backbone?: string;
  /** The language model inside it, asked text only, by name; default: none. */
  readonly languageModel?: string;
  /** Level of all intervals; default 0.95. */
  readonly level: number;
  /** Power for which the smallest detectable gain is given; default 0.8. */
  readonly power: number;
  /** Tracks that are judged; default closed and open. */
  readonly tracks: readonly ('closed' | 'open')[];
  /** Pairs of answers below which a track is not judged; default 20. */
  readonly minItems: number;
}

export const blindControlsOptions: z.ZodType<BlindControlsOptions> = z.strictObject({
  minGain: z.number().gt(0).lt(1).default(0.05),
  maxShare: z.number().min(0).max(1).default(0.5),
  control: z.enum(controlIds).exactOptional(),
  chance: z.enum(['guess', 'prior-per-template']).default('guess'),
  backbone: z.string().min(1).exactOptional(),
  languageModel: z.string().min(1).exactOptional(),
  level: z.number().gt(0).lt(1).default(0.95),
  power: z.number().min(0.5).lt(1).default(0.8),
  tracks: z
    .array(z.enum(['closed', 'open']))
    .min(1)
    .default(['closed', 'open']),
  minItems: z.number().int().min(2).default(20),
});
