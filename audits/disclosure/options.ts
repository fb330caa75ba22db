import { z } from 'zod';
import { type CheckId, checkIds } from '../../src/disclosure/check.ts';

/** What the audit asks for; a policy can change it. */
export interface DisclosureOptions {
  /** Checks that have to be met before it passes. Starting points: what a score can't be read without. */
  readonly required: readonly CheckId[];
  /** Checks that also have to be measured before it passes; default: D07 and D31. */
  readonly measured: readonly CheckId[];
}

const checks = z.array(z.enum(checkIds));

/** Funding and interests, origin of data, split, sample size, references, decoding, intervals, missing answers, contamination, selection, equal asking. */
const defaultRequired: readonly CheckId[] = [
  ...(['D01', 'D02', 'D03', 'D04', 'D07', 'D10', 'D11', 'D15', 'D19', 'D21'] as const),
  ...(['D31', 'D32', 'D33'] as const),
];

export const disclosureOptions: z.ZodType<DisclosureOptions> = z.strictObject({
  required: checks.default([...defaultRequired]),
  measured: checks.default(['D07', 'D31']),
});
