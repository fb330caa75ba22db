import { z } from 'zod';
import { figureSchema, measureSchema, tableSchema, unitSchema } from '../audit/measure-schema.ts';
import { type CheckedClaims, claimKinds, claimStatuses } from './checked-claims.ts';

const text = z.string();

const checkedClaim = z.strictObject({
  id: text,
  kind: z.enum(claimKinds),
  text,
  location: z.exactOptional(text),
  status: z.enum(claimStatuses),
  basis: z.enum(['run', 'paper']),
  why: text,
  claimed: z.exactOptional(z.strictObject({ value: z.number(), unit: unitSchema })),
  measures: z.record(text, measureSchema),
  tables: z.array(tableSchema),
  figures: z.array(figureSchema),
  needs: z.array(text),
  audits: z.array(text),
});

const takenApartLead = z.strictObject({
  claim: text,
  track: text,
  model: text,
  baseline: text,
  cold: text,
  scores: z.strictObject({ cold: measureSchema, baseline: measureSchema, model: measureSchema }),
  advertised: measureSchema,
  fair: measureSchema,
  notArchitecture: measureSchema,
  caveat: text,
});

/** The shape of checked claims in result.json. */
export const checkedClaimsSchema: z.ZodType<CheckedClaims> = z.strictObject({
  title: text,
  source: text,
  claims: z.array(checkedClaim),
  leads: z.array(takenApartLead),
});
