import { z } from 'zod';
import type { GateDecision } from './gate-decision.ts';

const text = z.string();

/** The shape of a gate's decision in result.json. */
export const gateDecisionSchema: z.ZodType<GateDecision> = z.strictObject({
  decision: z.enum(['pass', 'fail', 'inconclusive']),
  reasons: z.array(text),
  checks: z.array(
    z.strictObject({
      id: text,
      kind: z.enum(['audit', 'limit', 'ratchet', 'claim', 'run']),
      title: text,
      decision: z.enum(['pass', 'fail', 'inconclusive', 'waived']),
      reason: text,
      remedy: z.exactOptional(text),
      waiver: z.exactOptional(z.strictObject({ reason: text, owner: text, expires: text })),
    }),
  ),
  exempt: z.record(text, text),
});
