import { z } from 'zod';

/** Thresholds of the audit; a policy can change every one. */
export interface ImageReuseOptions {
  /** Test media that may have an exact or verified partner in train; default 0. */
  readonly maxReusedMedia: number;
  /** Test media that may have an undecided partner in train without making the audit inconclusive; default 0. */
  readonly maxCandidateMedia: number;
  /** Patients that may be in both splits; default 0. */
  readonly maxSharedPatients: number;
  /** Exams that may be in both splits; default 0. */
  readonly maxSharedExams: number;
  /** Media that may be unreadable without making the audit inconclusive; default 0. */
  readonly maxUnreadableMedia: number;
  /** Level of all intervals; default 0.95. */
  readonly level: number;
}

const count = z.int().min(0).default(0);

export const imageReuseOptions: z.ZodType<ImageReuseOptions> = z.strictObject({
  maxReusedMedia: count,
  maxCandidateMedia: count,
  maxSharedPatients: count,
  maxSharedExams: count,
  maxUnreadableMedia: count,
  level: z.number().gt(0).lt(1).default(0.95),
});
